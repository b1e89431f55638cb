import { open, readFile, rename } from 'node:fs/promises'
import { type KeyFile, newKeyFile, withProofKey } from '../../kernel/secrets/keyring.ts'
import type { ProofAlgorithm } from '../../kernel/secrets/proof.ts'
import type { Command } from './command.ts'

const ALGORITHMS: readonly ProofAlgorithm[] = ['ES256', 'SM2', 'EdDSA']

export const keys: Command = {
  name: 'keys',
  words: '--out FILE',
  about: {
    zh: '生成正式运行的密钥文件（放到数据目录的 keys.json）；--add 给已有文件加一把签名密钥',
    en: 'make a key file for production (put it at keys.json of the data folder); --add gives an existing file one more signing key',
  },
  options: {
    out: { type: 'string', about: { zh: '文件', en: 'file' } },
    add: {
      type: 'string',
      about: {
        zh: '加一把密钥：ES256、SM2 或 EdDSA，此后用它签名',
        en: 'add a key that signs from now on: ES256, SM2 or EdDSA',
      },
    },
  },
  run: async ({ values, out }) => {
    const file = values['out']
    const add = values['add']
    if (typeof file !== 'string') throw new Error('用法 usage: npx guildbook keys --out FILE [--add ES256|SM2|EdDSA]')
    if (typeof add === 'string') {
      const algorithm = ALGORITHMS.find((a) => a === add)
      if (!algorithm) throw new Error(`--add 应为 ES256、SM2 或 EdDSA\n--add takes ES256, SM2 or EdDSA, not ${add}`)
      const file2 = withProofKey(JSON.parse(await readFile(file, 'utf8')) as KeyFile, algorithm)
      // Beside it and then in its place: the old file is whole until the new one is.
      await write(`${file}.new`, file2)
      await rename(`${file}.new`, file)
      const { id } = file2.proof!.at(-1)!
      out.print(
        `已加入 ${algorithm} 密钥，编号 ${id}；重新启动后用它签名，旧密钥继续用于验签。\nAdded ${algorithm} key ${id}; it signs after the next start, older keys go on verifying.`,
      )
      out.data({ file, id, algorithm })
      return 0
    }
    await write(file, newKeyFile({ demonstration: false }))
    out.print(
      `已生成 ${file}。请另存一份并分开保管：密钥丢失，加密的身份证号无法恢复。\nMade ${file}. Keep a copy elsewhere: without it, sealed identity numbers are lost.`,
    )
    out.data({ file })
    return 0
  },
}

/** Never over an existing file: lost keys are lost data. */
async function write(file: string, content: KeyFile): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
