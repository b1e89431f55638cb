import type { Command } from './command.ts'

export const serve: Command = {
  name: 'serve',
  words: '[options of npm start]',
  about: { zh: '启动服务，同 npm start', en: 'start the server, as npm start does' },
  options: {
    port: { type: 'string', about: { zh: '端口', en: 'port' } },
    host: { type: 'string', about: { zh: '监听地址', en: 'address' } },
    town: { type: 'string', about: { zh: '演示城', en: 'demonstration town' } },
    'public-url': { type: 'string', about: { zh: '对外地址', en: 'public address' } },
  },
  run: async ({ values }) => {
    const args = ['port', 'host', 'town', 'public-url', 'data', 'city'].flatMap((k) =>
      values[k] === undefined ? [] : [`--${k}`, String(values[k])],
    )
    process.argv = [process.argv[0]!, process.argv[1]!, ...args]
    await import('../main.ts')
    return 0
  },
}
