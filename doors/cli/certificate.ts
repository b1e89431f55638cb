import { writeFile } from 'node:fs/promises'
import { ANYONE } from '../../kernel/access/actor.ts'
import type { Command } from './command.ts'
import { houseForCommand } from './house.ts'

const USAGE = `用法 usage:
  npx guildbook certificate pdf NUMBER… --out FILE.pdf
  npx guildbook certificate verify-qr TEXT`

export const certificate: Command = {
  name: 'certificate',
  words: 'pdf NUMBER… --out FILE | verify-qr TEXT',
  about: {
    zh: '生成电子证书 PDF；核验二维码内容，不真或已失效则以非零退出',
    en: 'set certificates as PDF; check the text of a code, and fail when it is false or no longer valid',
  },
  options: { out: { type: 'string', about: { zh: '输出文件 .pdf', en: 'file to write, .pdf' } } },
  run: async ({ words, values, out }) => {
    const [what, ...rest] = words
    const file = values['out']
    if (rest.length === 0 || (what !== 'pdf' && what !== 'verify-qr') || (what === 'pdf' && typeof file !== 'string'))
      throw new Error(USAGE)
    const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
    try {
      if (what === 'pdf') {
        const { pdf, pages, sample } = await house.certificates.pdf(rest, null)
        await writeFile(String(file), pdf)
        out.print(`已写入 written: ${file}（${pages} 页 pages${sample ? '，样稿字体 stand-in fonts' : ''}）`)
        out.data({ file, pages, sample })
        return 0
      }
      const answer = (await house.read('credentials.verifyCode', { code: rest.join('') }, ANYONE)) as {
        verdict: string
        message: { zh: string; en: string }
        certificate: { number: string; holder: string } | null
      }
      out.print(`${answer.message.zh} · ${answer.message.en}`)
      if (answer.certificate) out.print(`${answer.certificate.number}  ${answer.certificate.holder}`)
      out.data(answer)
      return answer.verdict === 'valid' ? 0 : 1
    } finally {
      await close()
    }
  },
}
