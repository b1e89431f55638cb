import type { Text } from '../../../../kernel/values/text.ts'
import {
  type CodeKey,
  checkOffline,
  isHolder,
  kindText,
  levelText,
  type OfflineVerdict,
  openKey,
  type PublicJwk,
  readStatusList,
  type StatusList,
} from '../../offline-check.ts'
import type { QrContent } from '../../qr-code.ts'

// The check away from the register. Nothing that is typed, scanned or answered here leaves this machine.

const element = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E
const answer = element('answer')

type Store = { keys: Map<number, CodeKey>; list: StatusList | undefined; names: Map<string, Text> }
const NOTHING: Store = { keys: new Map(), list: undefined, names: new Map() }

const json = async (path: string): Promise<unknown> => {
  const r = await fetch(path)
  if (!r.ok) throw new Error(`${path}: ${r.status}`)
  return r.json()
}

async function load(): Promise<Store> {
  try {
    const { keys: jwks } = (await json('/api/v1/certificates/keys')) as { keys: PublicJwk[] }
    const keys = new Map<number, CodeKey>()
    for (const k of jwks)
      if (k.alg !== 'EdDSA') {
        // A key that this machine cannot use is one that it does not have.
        const opened = await openKey(k).catch(() => undefined)
        if (opened) keys.set(opened.id, opened)
      }
    const list = await json('/api/v1/certificates/status-list')
      .then((d) => readStatusList(d, jwks))
      .catch(() => undefined)
    const names = await json('/api/v1/codes/catalogue.occupation')
      .then((rows) => new Map((rows as { code: string; name: Text }[]).map((r) => [r.code, r.name])))
      .catch(() => new Map<string, Text>())
    return { keys, list, names }
  } catch {
    return NOTHING
  }
}
let store = load()
const shown = (iso: string): string => {
  const d = new Date(iso)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${d.getFullYear()}年${d.getMonth() + 1}月${d.getDate()}日 ${two(d.getHours())}:${two(d.getMinutes())}`
}
const sayList = async (): Promise<void> => {
  const { list } = await store
  element('list').textContent = list
    ? `本机名单截至 ${shown(list.from)}，可用到 ${shown(list.until)}。List as of ${list.from}.`
    : '本机还没有状态名单，请先联网打开一次。No status list on this machine yet; open this page on line once.'
}

// --------------------------------------------------------------------------------------------------------------- the answer

const WORDS: { readonly [v in OfflineVerdict['verdict']]: { tone: string; mark: string; words: Text } } = {
  valid: { tone: 'good', mark: '✓', words: { zh: '有效', en: 'Valid' } },
  ended: { tone: 'bad', mark: '✗', words: { zh: '已失效', en: 'No longer valid' } },
  false: { tone: 'bad', mark: '✗', words: { zh: '不是本市签发的二维码', en: 'Not a code of this city' } },
  unsure: { tone: 'warn', mark: '?', words: { zh: '不能确认', en: 'Cannot be said' } },
}
function leadOf(v: OfflineVerdict): Text {
  if (v.verdict === 'valid') return { zh: `截至 ${shown(v.asOf)} 有效`, en: `valid as of ${v.asOf}` }
  if (v.verdict === 'ended')
    return {
      zh: `截至 ${shown(v.asOf)}，该证书已撤销、更正或换发`,
      en: `revoked, corrected or replaced as of ${v.asOf}`,
    }
  if (v.verdict === 'false')
    return {
      zh: '签名不符：可能是伪造、改动过，或没有扫全。请重新扫描',
      en: 'The signature does not hold: forged, changed, or not read in full. Scan again',
    }
  return {
    'unknown-key': {
      zh: '本机没有签发用的公钥，请联网打开本页后再验',
      en: 'This machine lacks the key; open this page on line, then check again',
    },
    'no-list': { zh: '本机没有状态名单，请联网打开本页后再验', en: 'No status list here; open this page on line' },
    'old-list': {
      zh: `状态名单过期（截至 ${v.reason === 'old-list' && v.asOf ? shown(v.asOf) : ''}），请联网更新后再验`,
      en: 'The status list is too old; open this page on line',
    },
    'newer-than-list': {
      zh: '证书签发在本机名单之后，请联网更新后再验',
      en: 'The certificate is newer than the list; open this page on line',
    },
    clock: { zh: '本机时间不对，请校准后再验', en: 'The clock of this machine is wrong' },
  }[v.reason]
}

const node = (tag: string, text: string, name = ''): HTMLElement => {
  const e = document.createElement(tag)
  e.textContent = text
  if (name) e.className = name
  return e
}

async function show(text: string): Promise<void> {
  const { keys, list, names } = await store
  const v = await checkOffline(text, (id) => keys.get(id), list, new Date())
  const { tone, mark, words } = WORDS[v.verdict]
  const lead = leadOf(v)
  const parts: HTMLElement[] = [
    node('h2', `${mark} ${words.zh} ${words.en}`),
    node('p', `${lead.zh}。${lead.en}.`, 'verdict-lead'),
  ]
  if ('content' in v) parts.push(...facts(v.content, names), holderForm(v.content))
  answer.className = `verdict verdict-${tone}`
  answer.dataset['verdict'] = v.verdict
  answer.replaceChildren(...parts)
  answer.hidden = false
  answer.tabIndex = -1
  answer.focus()
}

function facts(c: QrContent, names: ReadonlyMap<string, Text>): HTMLElement[] {
  const list = document.createElement('dl')
  list.className = 'data'
  const row = (label: string, value: string) => {
    const pair = document.createElement('div')
    pair.append(node('dt', label), node('dd', value))
    list.append(pair)
  }
  row('持证人 Holder', c.holder)
  if (c.occupation) row('职业 Occupation', names.get(c.occupation)?.zh ?? c.occupation)
  const level = levelText(c)
  if (level) row('等级 Level', level.zh)
  row('证书类别 Kind', kindText(c).zh)
  if (c.issuedOn) row('发证日期 Issued on', c.issuedOn)
  row('证书编号 Number', c.number)
  return [list]
}

function holderForm(c: QrContent): HTMLElement {
  const form = document.createElement('form')
  const label = node('label', '核对姓名：请输入证书上的全名 Compare the full name') as HTMLLabelElement
  label.htmlFor = 'holder'
  const input = document.createElement('input')
  input.id = 'holder'
  input.autocomplete = 'off'
  const told = node('p', '')
  told.setAttribute('role', 'status')
  const button = node('button', '核对 Compare') as HTMLButtonElement
  form.append(label, input, button, told)
  form.addEventListener('submit', async (e) => {
    e.preventDefault()
    told.textContent = (await isHolder(c, input.value))
      ? '姓名相符 The name agrees'
      : '姓名不符，请照证书核对 The name does not agree'
  })
  return form
}

// ----------------------------------------------------------------------------------------------------------------- pictures

type Detector = { detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]> }
const Native = (globalThis as { BarcodeDetector?: new (o: { formats: string[] }) => Detector }).BarcodeDetector

async function readPicture(
  source: HTMLVideoElement | ImageBitmap,
  width: number,
  height: number,
): Promise<string | undefined> {
  if (Native) {
    const found = await new Native({ formats: ['qr_code'] }).detect(source).catch(() => [])
    if (found[0]) return found[0].rawValue
  }
  const { default: jsqr } = await import('jsqr')
  const scale = Math.min(1, 1600 / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || canvas.width === 0) return undefined
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  const read = (jsqr as unknown as { default?: typeof jsqr }).default ?? jsqr
  return read(data, canvas.width, canvas.height)?.data
}

const say = (zh: string, en: string): void => {
  answer.className = 'nothing'
  answer.dataset['verdict'] = 'unread'
  answer.replaceChildren(node('p', `${zh}。${en}.`))
  answer.hidden = false
}

async function scan(): Promise<void> {
  const video = element<HTMLVideoElement>('view')
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  } catch {
    return say('摄像头打不开，请允许使用摄像头，或改用照片', 'The camera cannot be used; allow it, or take a picture')
  }
  video.srcObject = stream
  video.hidden = false
  await video.play()
  const look = async (): Promise<void> => {
    const text = await readPicture(video, video.videoWidth, video.videoHeight)
    if (text === undefined) {
      if (stream.active) requestAnimationFrame(() => void look())
      return
    }
    for (const t of stream.getTracks()) t.stop()
    video.hidden = true
    await show(text)
  }
  await look()
}

// ------------------------------------------------------------------------------------------------------------------ the page

element('camera').addEventListener('click', () => void scan())
element<HTMLInputElement>('file').addEventListener('change', async (e) => {
  const file = (e.target as HTMLInputElement).files?.[0]
  if (!file) return
  const picture = await createImageBitmap(file).catch(() => undefined)
  const text = picture && (await readPicture(picture, picture.width, picture.height))
  if (text === undefined)
    say('照片里没有认出二维码，请靠近、对正后重拍', 'No code was found in the picture; take it closer and straight')
  else await show(text)
})
element('typed').addEventListener('submit', (e) => {
  e.preventDefault()
  void show(element<HTMLInputElement>('text').value)
})
const fromAddress = (): void => {
  if (location.hash.length > 1) void show(`${location.origin}/v${location.hash}`)
}
addEventListener('hashchange', fromAddress)
addEventListener('online', () => {
  store = load()
  void sayList()
})
fromAddress()
void sayList()
void navigator.serviceWorker?.register('/v-worker.js', { scope: '/v' })
