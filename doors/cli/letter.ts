import { writeFile } from 'node:fs/promises'
import { letterCss } from '../../kernel/documents/letter-css.ts'
import { type Command, pad } from './command.ts'
import { houseForCommand } from './house.ts'

export const letter: Command = {
  name: 'letter',
  words: 'ID',
  about: {
    zh: '生成答复函；--check 逐个核对数字，有变动则以非零退出',
    en: 'compose a letter; --check lists every figure and fails when one moved',
  },
  options: {
    out: { type: 'string', about: { zh: '输出文件 .docx .pdf .html', en: 'file to write: .docx .pdf .html' } },
    check: { type: 'boolean', default: false, about: { zh: '核对', en: 'check every figure' } },
  },
  run: async ({ words, values, out }) => {
    const id = words[0]
    const file = values['out'] as string | undefined
    const kind = file?.split('.').at(-1)
    if (!id || (!file && !values['check']))
      throw new Error('用法 usage: npx guildbook letter 2023-275 --check | --out letter.docx|letter.pdf|letter.html')
    if (file && !['docx', 'pdf', 'html'].includes(kind!))
      throw new Error(`--out 只支持 .docx、.pdf、.html\n--out takes .docx, .pdf or .html, not ${file}`)
    const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
    try {
      const l = await house.letters.get(id)
      if (file) {
        const html = async () =>
          `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${l.letter.number}</title><style>${letterCss}</style>${await house.letters.html(id)}</html>\n`
        await writeFile(
          file,
          kind === 'docx'
            ? await house.letters.docx(id)
            : kind === 'pdf'
              ? (await house.letters.pdf(id)).pdf
              : await html(),
        )
        out.print(`已写入 written: ${file}`)
      }
      if (values['check']) {
        if (l.scale !== 1)
          out.print(
            `演示城按 1:${l.scale} 缩小，人数已按比例放大后比较 · a town of 1:${l.scale}: counts of persons are scaled up`,
          )
        for (const f of l.figures)
          out.print(
            `${f.equal ? '=' : '≠'} ${pad(f.key, 20)} ${pad(f.measure, 40)} 原印 printed ${pad(f.printed ?? '—', 8)} 现为 now ${f.text}`,
          )
        for (const f of l.findings) out.print(`! ${f.message.zh} · ${f.message.en}`)
        out.print(
          l.moved === 0
            ? `${l.figures.length} 个数字全部相等 · all ${l.figures.length} figures equal`
            : `${l.moved} 个数字有变动 · ${l.moved} figures moved`,
        )
      }
      out.data({ letter: id, figures: l.figures, findings: l.findings, moved: l.moved, scale: l.scale })
      const faults = l.findings.filter((f) => (f.severity ?? 'must') === 'must').length
      return values['check'] && (l.moved > 0 || faults > 0) ? 1 : 0
    } finally {
      await close()
    }
  },
}
