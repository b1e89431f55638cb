import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { hasTool, pdfPages, unzip } from '../kernel/documents/reading.ts'
import { addDays, type PlainDate } from '../kernel/values/plain-date.ts'
import { type StoryWorld, storyWorld } from './clock.ts'
import { guildbook } from './program.ts'
import { plainText, signedIn, until, Visitor } from './visitor.ts'

/** What stands on the paper of 2023, read off it by hand. */
const PAPER: Record<string, string> = {
  skilled: '61.93万人',
  highSkilled: '19.8万人',
  senior: '12.3万人',
  technician: '6.2万人',
  seniorTechnician: '1.3万人',
  skilledShare: '31.44%',
  nationalBases: '1个',
  provincialBases: '1个',
  provincialStudios: '7个',
  institutions: '105所',
  technicalSchools: '11所',
  trainingCentres: '10所',
  privateSchools: '84所',
  enrolled: '24.9万余人次',
  newSkilled: '10万余人',
  newHighSkilled: '1.5万余人',
  skilledShareAgain: '31.44%',
  events: '40余场',
}
const LETTER = '/api/v1/letters/2023-275'
const YEAR_END = '2022-12-31'

type Figure = {
  key: string
  measure: string
  asOf?: string
  from?: string
  to?: string
  where?: Record<string, string>
  printed: string | null
  now: number
  text: string
  equal: boolean
  href: string
}

let world: StoryWorld
let town: TestHouse
let base: string
let anyone: Visitor
beforeAll(async () => {
  world = storyWorld()
  town = await testHouse({ town: 'small', world })
  base = await town.serve()
  anyone = new Visitor(base)
})
afterAll(() => town?.close())

const figures = async (): Promise<Figure[]> => (await anyone.must('GET', `${LETTER}/check`)).figures
const movedKeys = async () =>
  (await figures())
    .filter((f) => !f.equal)
    .map((f) => f.key)
    .sort()
const queryOf = (f: Pick<Figure, 'href'>) => f.href.slice(f.href.indexOf('?') + 1)

describe('the letter is live', () => {
  test('every figure equals the paper: by the API', async () => {
    const check = await anyone.must('GET', `${LETTER}/check`)
    expect(check.moved).toBe(0)
    expect(check.findings).toEqual([])
    const shown = Object.fromEntries(
      (check.figures as Figure[]).filter((f) => f.printed !== null).map((f) => [f.key, f.text]),
    )
    expect(shown).toEqual(PAPER)
    // Two shares of one numerator are easily mistaken for each other.
    const of = (key: string) => (check.figures as Figure[]).find((f) => f.key === key)!.now
    expect(of('skilledShare')).toBeCloseTo(of('skilled') / of('employed'), 12)
    expect(of('highSkilledShare')).toBeCloseTo(of('highSkilled') / of('skilled'), 12)
    expect(of('senior') + of('technician') + of('seniorTechnician')).toBe(of('highSkilled'))
  })

  test('every figure equals the paper: on the page, and opens to a page with the same number', async () => {
    const page = await anyone.get('/replies/2023-275')
    expect(page.status).toBe(200)
    const links = [...page.text.matchAll(/<a class="figure" href="([^"]*)" data-figure="([^"]*)">([^<]*)<\/a>/g)].map(
      (m) => ({ href: plainText(m[1]!.replaceAll('&#38;', '&')), key: m[2]!, text: m[3]! }),
    )
    expect(Object.fromEntries(links.map((l) => [l.key, l.text]))).toEqual(PAPER)
    expect(links.map((l) => l.key)).toHaveLength(Object.keys(PAPER).length)
    const { scale } = await anyone.must('GET', `${LETTER}/check`)
    const byKey = new Map((await figures()).map((f) => [f.key, f]))
    for (const { href, key } of links) {
      const trace = await anyone.get(href)
      expect(trace.status, href).toBe(200)
      const shown = /<p class="big-value"><strong>([^<]*)<\/strong>/.exec(trace.text)?.[1]
      const f = byKey.get(key)!
      const answer = await anyone.must('GET', `/api/v1/measures/${f.measure}?${queryOf(f)}`)
      if (answer.unit.en === 'fraction') expect(shown, key).toBe(PAPER[key]!.replace('%', '').concat('%'))
      else {
        expect(Number(shown?.replaceAll(',', '')), key).toBe(answer.value)
        // Counts of persons are as many times smaller as the town is; schools and contests are whole.
        expect([1, scale], key).toContain(f.now / answer.value)
      }
    }
  })

  test('every figure equals the paper: in the DOCX', async () => {
    const docx = await anyone.get(`${LETTER}/file.docx`)
    expect(docx.status).toBe(200)
    expectInOrder(plainText(unzip(docx.bytes).get('word/document.xml')!), 'DOCX')
  })

  test.skipIf(!hasTool('pdftotext'))('every figure equals the paper: in the PDF (needs pdftotext)', async () => {
    const pdf = await anyone.get(`${LETTER}/file.pdf`)
    expect(pdf.status).toBe(200)
    expectInOrder(pdfPages(pdf.bytes).join(''), 'PDF')
  })

  test('every figure that counts rows opens to exactly these rows', async () => {
    const handler = await signedIn(base, 'city-handler')
    const kinds = new Map(
      ((await handler.must('GET', '/api/v1/measures')) as { id: string; kind: string }[]).map((m) => [m.id, m.kind]),
    )
    const seenQueries = new Set<string>()
    let opened = 0
    for (const f of await figures()) {
      const kind = kinds.get(f.measure)
      const query = `${f.measure}?${queryOf(f)}`
      if (kind !== 'stock' && kind !== 'flow') {
        expect((await handler.get(`/api/v1/measures/${f.measure}/records?${queryOf(f)}`)).status).toBe(400)
        continue
      }
      if (seenQueries.has(query)) continue
      seenQueries.add(query)
      const { value } = await handler.must('GET', `/api/v1/measures/${query}`)
      const keys = new Set<string>()
      let cursor: string | null = null
      let rows = 0
      do {
        const page: { total: number; rows: { key: string; record: unknown }[]; next: string | null } =
          await handler.must(
            'GET',
            `/api/v1/measures/${f.measure}/records?${queryOf(f)}&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
          )
        expect(page.total, query).toBe(value)
        for (const r of page.rows) {
          keys.add(r.key)
          rows++
          expect(r.record, `${query} ${r.key}`).not.toBeNull()
        }
        cursor = page.next
      } while (cursor)
      expect(rows, query).toBe(value)
      expect(keys.size, query).toBe(value)
      opened++
    }
    expect(opened).toBe(16)
  })
})

describe('a certificate is revoked', () => {
  let revokedOn: PlainDate
  const revoke = async (number: string, effectiveOn: string) => {
    const handler = await signedIn(base, 'city-handler')
    const reviewer = await signedIn(base, 'city-reviewer')
    const c = await handler.must('POST', '/api/v1/cases/credentials.revocation', {
      certificateNumber: number,
      reasonCode: await firstReason(handler),
      reason: '核查认定档案不实，见检查记录第 3 号',
      effectiveOn,
    })
    // Two persons: whoever proposes does not decide.
    const alone = await handler.post(`/api/v1/cases/credentials.revocation/${c.id}/acts/revoke`, {})
    expect(alone.status).toBe(403)
    const done = await reviewer.must(
      'POST',
      `/api/v1/cases/credentials.revocation/${c.id}/acts/revoke`,
      { note: '属实' },
      { 'if-match': `"${c.version}"` },
    )
    expect(done.state).toBe('revoked')
    revokedOn = world.today()
  }
  const firstReason = async (v: Visitor): Promise<string> => {
    const p = (
      (await v.must('GET', '/api/v1/processes')) as {
        id: string
        fields: { key: string; choices?: { id: string }[] }[]
      }[]
    ).find((x) => x.id === 'credentials.revocation')!
    return p.fields.find((f) => f.key === 'reasonCode')!.choices![0]!.id
  }
  type Certificate = {
    number: string
    kind: { value: string }
    level: { value: string } | null
    issuedOn: string
    revokedOn: string | null
  }
  /** A holder behind the figure of level 3 whose certificates are as wished; certificates that count, oldest first. */
  const findHolder = async (fits: (counted: Certificate[]) => boolean): Promise<Certificate[]> => {
    const handler = await signedIn(base, 'city-handler')
    let cursor: string | null = null
    do {
      const page: { rows: { record: { id: string } }[]; next: string | null } = await handler.must(
        'GET',
        `/api/v1/measures/credentials.skilled-persons/records?asOf=${YEAR_END}&where[level]=level-3&limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      )
      for (const { record } of page.rows) {
        const list = await handler.must('GET', `/api/v1/records/credentials.certificate?where[person]=${record.id}`)
        const counted = (list.rows as { fields: Certificate }[])
          .map((r) => r.fields)
          .filter((c) => c.level !== null && c.issuedOn <= YEAR_END && c.revokedOn === null)
          .sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : 1))
        if (fits(counted)) return counted
      }
      cursor = page.next
    } while (cursor)
    throw new Error('the town has no such holder')
  }
  /** Numbers follow the register within the feed's look (four times a second). */
  const settled = (moved: string[]) =>
    until(
      `figures moved: ${moved.join(', ')}`,
      async () => JSON.stringify(await movedKeys()) === JSON.stringify([...moved].sort()),
      10_000,
    ).catch(async () => expect(await movedKeys()).toEqual([...moved].sort()))

  test('of a holder who stays skilled by an older one: high-skilled figures move, no other', async () => {
    const before = (await figures()).find((f) => f.key === 'newHighSkilled')!
    const counted = await findHolder(
      (c) =>
        c.length === 2 &&
        c[1]!.level!.value !== c[0]!.level!.value &&
        c.filter((x) => x.level!.value === '3').length === 1 &&
        c[1]!.level!.value === '3' &&
        c[1]!.issuedOn < '2021-01-01',
    )
    await revoke(counted[1]!.number, counted[1]!.issuedOn)
    // One person is 0.01 万 of 19.8 and of 12.3, and a middle worker more is in no figure of the letter.
    await settled(['highSkilled', 'senior'])
    expect((await figures()).find((f) => f.key === 'newHighSkilled')!.now).toBe(before.now)
  })

  test('of a holder who has no other: the skilled and the share of the employed move too', async () => {
    const [only] = await findHolder((c) => c.length === 1 && c[0]!.issuedOn < '2021-01-01')
    await revoke(only!.number, only!.issuedOn)
    await settled(['highSkilled', 'senior', 'skilled', 'skilledShare', 'skilledShareAgain'])
  })

  test('the command line says so and fails', async () => {
    const r = await guildbook(['letter', '2023-275', '--check', '--json'], {
      data: town.house.dataDir,
      database: town.superConfig,
    })
    expect(r.code, r.err).toBe(1)
    const said = JSON.parse(r.out) as { moved: number; figures: Figure[] }
    expect(said.moved).toBe(5)
    expect(
      said.figures
        .filter((f) => !f.equal)
        .map((f) => f.key)
        .sort(),
    ).toEqual(['highSkilled', 'senior', 'skilled', 'skilledShare', 'skilledShareAgain'])
  })

  test('the page flags the same figures', async () => {
    // A kept page is made anew after a minute.
    world.forward(61_000)
    const page = await anyone.get('/replies/2023-275')
    const rows = [...page.text.matchAll(/<tr class="moved">([\s\S]*?)<\/tr>/g)].map((m) => plainText(m[1]!))
    expect(rows).toHaveLength(5)
    expect(rows.join('\n')).toMatch(/高技能人才总量[\s\S]*12\.3[\s\S]*有变动/)
    expect(page.text).toContain('有 5 个与印出的不同')
    expect(page.text).toContain('data-figure="senior">12.28万人</a>')
  })

  test('the figure as known yesterday is what it was', async () => {
    const ask = async (knownOn: string) =>
      (
        await anyone.must(
          'GET',
          `/api/v1/measures/credentials.skilled-persons?asOf=${YEAR_END}&where[level]=level-3&knownOn=${knownOn}`,
        )
      ).value
    const today = revokedOn
    const yesterday = addDays(today, -1)
    expect(await ask(yesterday)).toBe(1230)
    expect(await ask(today)).toBe(1228)
    const handler = await signedIn(base, 'city-handler')
    const rows = async (knownOn: string) =>
      (
        await handler.must(
          'GET',
          `/api/v1/measures/credentials.skilled-persons/records?asOf=${YEAR_END}&where[level]=level-3&knownOn=${knownOn}&limit=1`,
        )
      ).total
    expect(await rows(yesterday)).toBe(1230)
    expect(await rows(today)).toBe(1228)
  })
})

/** The figures stand in the text in the order of the paper, blanks aside. */
function expectInOrder(text: string, where: string): void {
  const flat = text.replace(/\s/g, '')
  let at = 0
  for (const [key, figure] of Object.entries(PAPER)) {
    const found = flat.indexOf(figure, at)
    expect(found, `${where}: ${key} ${figure} after place ${at}`).toBeGreaterThanOrEqual(0)
    at = found + figure.length
  }
}
