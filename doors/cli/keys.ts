import { open } from 'node:fs/promises'
import { newKeyFile } from '../../kernel/secrets/keyring.ts'
import type { Command } from './command.ts'

export const keys: Command = {
  name: 'keys',
  words: '--out FILE',
  about: {
    zh: '生成正式运行的密钥文件（放到数据目录的 keys.json）',
    en: 'make a key file for production (put it at keys.json of the data folder)',
  },
  options: { out: { type: 'string', about: { zh: '文件', en: 'file' } } },
  run: async ({ values, out }) => {
    const file = values['out']
    if (typeof file !== 'string') throw new Error('用法 usage: npx guildbook keys --out FILE')
    // Never over an existing file: lost keys are lost data.
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(`${JSON.stringify(newKeyFile({ demonstration: false }), null, 2)}\n`)
    await handle.close()
    out.print(
      `已生成 ${file}。请另存一份并分开保管：密钥丢失，加密的身份证号无法恢复。\nMade ${file}. Keep a copy elsewhere: without it, sealed identity numbers are lost.`,
    )
    out.data({ file })
    return 0
  },
}
