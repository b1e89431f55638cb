import type { Words } from './types.ts'

/** A file or a part of it that is not read further, with what happened and how to mend it. */
export type Refusal = { readonly code: RefusalCode; readonly message: Words; readonly hint: Words }
export type RefusalDetail = Readonly<Record<string, string | number>>

type Text = { zh: (d: Fill) => string; en: (d: Fill) => string; hint: Words }
type Fill = (key: string) => string

const SAVE_AGAIN: Words = {
  zh: '请用 WPS 或 Excel 打开后另存为 .xlsx，再上传。',
  en: 'Open it in WPS or Excel, save it again as .xlsx and upload that.',
}
const SEND_AGAIN: Words = {
  zh: '请从原处重新下载或复制一份；仍打不开时，用 WPS 或 Excel 打开后另存为 .xlsx。',
  en: 'Fetch the file again from where it came; if that fails, open it in WPS or Excel and save it again as .xlsx.',
}
const NEW_BOOK: Words = {
  zh: '请下载模板，把内容“粘贴为数值”到模板中，再上传。',
  en: 'Download the template, paste the content into it as values and upload that.',
}
const SPLIT: Words = { zh: '请分成几个文件后分别上传。', en: 'Split it into several files and upload them one by one.' }

const t = (zh: string, en: string, hint: Words): Text => {
  const fill = (text: string) => (d: Fill) => text.replace(/\{(\w+)\}/g, (_, key: string) => d(key))
  return { zh: fill(zh), en: fill(en), hint }
}

const TEXTS = {
  FILE_EMPTY: t('文件是空的，里面没有内容。', 'The file is empty.', {
    zh: '请打开原文件确认有内容并已保存，再上传。',
    en: 'Open the original, make sure it has content and is saved, then upload it.',
  }),
  FILE_BIG: t('文件 {sizeMb} MB，超过 {maxMb} MB。', 'The file has {sizeMb} MB, more than {maxMb} MB.', {
    zh: '通常是插入了图片，请删除图片后上传；内容确实很多时请分成几个文件。',
    en: 'Usually pictures are the cause: delete them. If there is really so much content, split the file.',
  }),
  FILE_TYPE: t('这不是表格文件（看起来是 {type}）。', 'This is not a table (it looks like {type}).', {
    zh: '请上传 .xlsx 或 .csv 文件。',
    en: 'Upload an .xlsx or .csv file.',
  }),
  FILE_PASSWORD: t('这个工作簿设了打开密码，无法读取。', 'This workbook is protected by a password.', {
    zh: '请用 WPS 或 Excel 打开，取消打开密码并保存后再上传。',
    en: 'Open it in WPS or Excel, remove the password, save and upload it.',
  }),
  FILE_XLS: t('这是旧版 .xls 文件。', 'This is an old .xls file.', {
    zh: '请在 WPS 或 Excel 中另存为 .xlsx 后再上传（约 10 秒）。如设有密码，请一并取消。',
    en: 'Save it as .xlsx in WPS or Excel and upload that (about 10 seconds). Remove a password if there is one.',
  }),
  FILE_ET: t('这是 .et 文件。', 'This is an .et file.', {
    zh: '请在 WPS 中另存为 .xlsx 后再上传（约 10 秒）。',
    en: 'Save it as .xlsx in WPS and upload that (about 10 seconds).',
  }),
  FILE_HTML: t('这是网页改名成的表格，不是真正的工作簿。', 'This is a web page under a table’s name.', SAVE_AGAIN),
  FILE_ODS: t('这是 .ods 文件。', 'This is an .ods file.', SAVE_AGAIN),
  FILE_XLSB: t('这是 .xlsb 二进制工作簿。', 'This is a binary .xlsb workbook.', SAVE_AGAIN),
  NOT_WORKBOOK: t('压缩包里没有工作簿。', 'There is no workbook inside the archive.', {
    zh: '如果上传的是 .zip，请先解压，上传里面的 .xlsx 或 .csv 文件。',
    en: 'If this is a .zip, unpack it first and upload the .xlsx or .csv inside.',
  }),
  ZIP_CUT: t('文件不完整，后面一段缺失。', 'The file is cut off.', SEND_AGAIN),
  ZIP_CRC: t('文件内容已损坏（{part} 校验不符）。', 'The file is damaged ({part} fails its checksum).', SEND_AGAIN),
  ZIP_ENTRIES: t(
    '工作簿里有 {count} 个部件，超过 {max} 个。',
    'The workbook has {count} parts, more than {max}.',
    NEW_BOOK,
  ),
  ZIP_SIZE: t(
    '工作簿展开后的大小与登记的不符或过大（{part}）。',
    'A part of the workbook is larger than allowed or declared ({part}).',
    NEW_BOOK,
  ),
  ZIP_RATIO: t('工作簿的压缩比异常（{part}）。', 'A part of the workbook is packed beyond reason ({part}).', NEW_BOOK),
  ZIP_OVERLAP: t(
    '工作簿内部结构重叠，不是办公软件保存的文件。',
    'Parts of the workbook overlap; no office program writes this.',
    NEW_BOOK,
  ),
  ZIP_NAME: t('工作簿内部有异常的部件名。', 'The workbook holds a part with an odd name.', NEW_BOOK),
  ZIP_TWICE: t('工作簿内部有重名的部件。', 'The workbook holds two parts of one name.', NEW_BOOK),
  ZIP_METHOD: t('工作簿使用了不支持的压缩方式。', 'The workbook is packed by an unsupported method.', SAVE_AGAIN),
  ZIP_PASSWORD: t('压缩包设了密码，无法读取。', 'The archive is protected by a password.', SAVE_AGAIN),
  ZIP_64: t('工作簿的目录格式过大，无法读取。', 'The workbook’s directory is of the large format.', SAVE_AGAIN),
  DTD: t(
    '工作簿里有不允许的声明（{part}）。',
    'The workbook holds a declaration that is not allowed ({part}).',
    NEW_BOOK,
  ),
  XML_BROKEN: t(
    '工作簿内部有一处无法读懂（{part}）。',
    'A part of the workbook cannot be understood ({part}).',
    SAVE_AGAIN,
  ),
  ROWS: t('有内容的行超过 {max} 行。', 'There are more than {max} rows with content.', SPLIT),
  COLS: t(
    '第 {row} 行在第 {column} 列有内容，超过 {max} 列。',
    'Row {row} has content in column {column}, beyond {max} columns.',
    {
      zh: '请删除右侧多余的内容（可选中右侧各列后“删除”），再上传。',
      en: 'Delete the surplus content on the right and upload the file again.',
    },
  ),
  ROW_BIG: t('第 {row} 行附近的一行内容过大。', 'One row near row {row} is too large.', NEW_BOOK),
  TEXT_BIG: t('有一个单元格的文字过长。', 'One cell holds too much text.', {
    zh: '请把过长的文字移到附件中，再上传。',
    en: 'Move the long text into an attachment and upload the file again.',
  }),
  STRINGS: t('工作簿的文字数量超过 {max} 条。', 'The workbook holds more than {max} texts.', SPLIT),
  SHEET_MISSING: t('没有找到工作表“{sheet}”。', 'There is no sheet “{sheet}”.', {
    zh: '请从列出的工作表中选择一个。',
    en: 'Choose one of the sheets in the list.',
  }),
  SHEET_NONE: t('工作簿里没有可以读取的工作表。', 'The workbook has no sheet that can be read.', NEW_BOOK),
  CSV_ENCODING: t('文件的文字编码无法识别。', 'The text encoding of the file is not known.', {
    zh: '请用 WPS 或 Excel 打开，另存为 .xlsx 或“CSV UTF-8”，再上传。',
    en: 'Open it in WPS or Excel, save it as .xlsx or “CSV UTF-8” and upload that.',
  }),
  CSV_BINARY: t(
    '文件里有不是文字的内容，不像 CSV 表格。',
    'The file holds bytes that are not text; it is no CSV.',
    SAVE_AGAIN,
  ),
  CSV_QUOTE: t('第 {row} 行附近有一个引号没有成对。', 'A quotation mark near row {row} has no partner.', {
    zh: '请检查该行的引号；或用 WPS 打开后另存为 .xlsx，再上传。',
    en: 'Check the quotation marks of that row, or save the file as .xlsx in WPS.',
  }),
  MEMORY: t(
    '读取这个文件需要的内存超过上限，已停止。',
    'Reading the file needs more memory than allowed; it was stopped.',
    NEW_BOOK,
  ),
  TIME: t('读取这个文件用时过长，已停止。', 'Reading the file took too long; it was stopped.', NEW_BOOK),
  CRASHED: t('读取这个文件的程序中断了，没有导入任何内容。', 'The reader broke off; nothing was imported.', SAVE_AGAIN),
  STOPPED: t('读取已取消，没有导入任何内容。', 'Reading was cancelled; nothing was imported.', {
    zh: '需要时请重新上传。',
    en: 'Upload the file again when needed.',
  }),
} satisfies Record<string, Text>

export type RefusalCode = keyof typeof TEXTS

/** Only the code and its figures cross from the limited process; the sentence is always made on the trusted side. */
export function refusalOf(code: RefusalCode, detail: RefusalDetail = {}): Refusal {
  const text: Text = TEXTS[code]
  const fill: Fill = (key) => String(detail[key] ?? '—').slice(0, 80)
  return { code, message: { zh: text.zh(fill), en: text.en(fill) }, hint: text.hint }
}

export const isRefusalCode = (code: unknown): code is RefusalCode =>
  typeof code === 'string' && Object.hasOwn(TEXTS, code)

/** Thrown by every reader of this folder. `refusal` is what a page shows. */
export class SheetRefused extends Error {
  readonly code: RefusalCode
  readonly detail: RefusalDetail
  constructor(code: RefusalCode, detail: RefusalDetail = {}) {
    super(`${code}: ${refusalOf(code, detail).message.en}`)
    this.name = 'SheetRefused'
    this.code = code
    this.detail = detail
  }
  get refusal(): Refusal {
    return refusalOf(this.code, this.detail)
  }
}

export function refuse(code: RefusalCode, detail: RefusalDetail = {}): never {
  throw new SheetRefused(code, detail)
}
