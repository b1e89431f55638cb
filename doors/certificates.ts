import type { Actor } from '../kernel/access/actor.ts'
import type { Database } from '../kernel/db/database.ts'
import { officialDate } from '../kernel/documents/chinese-number.ts'
import { MissingGlyphError, type Pdf, type PdfSetter } from '../kernel/documents/pdf.ts'
import { qrSvg } from '../kernel/documents/qr.ts'
import type { Office } from '../kernel/rooms/office.ts'
import { fail } from '../kernel/values/fail.ts'
import { LEVELS } from '../modules/catalogue/index.ts'
import { CERTIFICATE_KINDS } from '../modules/credentials/index.ts'
import { signedBadge } from '../modules/credentials/open-badge.ts'
import { type Paper, papersOf, passport } from '../modules/credentials/store/index.ts'
import { SEXES } from '../modules/people/index.ts'

const TEMPLATE = new URL('../modules/credentials/certificate.typ', import.meta.url)
const QR_MM = 25

/** Certificates on paper. */
export class CertificateService {
  readonly #office: Office
  readonly #db: Database
  readonly #setter: () => PdfSetter

  constructor(parts: { office: Office; db: Database; setter: () => PdfSetter }) {
    this.#office = parts.office
    this.#db = parts.db
    this.#setter = parts.setter
  }

  /**
   * One page for each certificate; of several also the list of them.
   * @param actor null for the house's own command line
   * @throws Failure BadInput, NotFound (`papersOf`); BadInput `glyph-missing` with the character and whose paper it is on
   */
  async pdf(numbers: readonly string[], actor: Actor | null): Promise<Pdf> {
    const papers = await papersOf(this.#db, this.#office, actor, numbers)
    const certificates = papers.map((p) => this.#page(p))
    const list =
      papers.length < 2 ? [] : papers.map((p, i) => [String(i + 1), p.name, p.number, levelOf(p), p.occupation])
    const { bureau } = this.#office.city
    const today = this.#office.world.today()
    const data = {
      title: certificates[0]!.title,
      sender: bureau.zh,
      issued: today.split('-').map(Number),
      certificates,
      list,
      listTitle: `证书打印清单（${today}，共 ${papers.length} 本）`,
      listHead: ['序号', '姓名', '证书编号', '等级', '职业'],
    }
    const all = (pick: (c: (typeof certificates)[number]) => readonly string[]) => certificates.flatMap(pick).join('')
    const texts = {
      song: all((c) => [c.title]) + data.listTitle,
      kai: all((c) => c.rows.map((r) => r[1]!)),
      fang: all((c) => [c.photo, c.statement, c.body, c.issuedOn, ...c.rows.map((r) => r[0]!)]) + list.flat().join(''),
      hei: all((c) => [c.subtitle, c.qrLabel, ...c.explained]) + data.listHead.join(''),
      num: all((c) => [c.number]),
    }
    try {
      return await this.#setter().template(TEMPLATE, data, texts)
    } catch (e) {
      if (!(e instanceof MissingGlyphError)) throw e
      fail(
        'BadInput',
        papers.flatMap((p) =>
          [...new Map(e.missing.map((m) => [m.codePoint, m])).values()]
            .filter((m) => JSON.stringify(p).includes(m.character))
            .map((m) => ({
              code: 'glyph-missing',
              field: 'name',
              given: m.codePoint,
              message: {
                zh: `${p.number} 上的“${m.character}”（${m.codePoint}）在现有字体中没有字形，不能打印`,
                en: `${m.codePoint} on ${p.number} has no glyph in the fonts at hand`,
              },
              hint: {
                zh: '请在城市的字体文件夹中放入含有此字的字体',
                en: 'Put a font that has it into the city’s font folder',
              },
            })),
        ),
      )
    }
  }

  /**
   * An Open Badge 3.0 of one certificate, for whoever may read it or holds a link of its holder that shows the full name. The look
   * by a link is written down like any other.
   * @throws Failure NotFound
   */
  async badge(number: string, actor: Actor | null, token?: string): Promise<{ [key: string]: unknown }> {
    const office = this.#office
    if (token !== undefined) {
      const shown = await passport({ read: this.#db.read, db: this.#db, office }, { token })
      if (!shown.certificates.some((c) => c.number === number)) fail('NotFound')
    }
    const [p] = await papersOf(this.#db, office, token === undefined ? actor : null, [number], 'exported')
    const level = levelOf(p!)
    const address = office.city.publicAddress
    return signedBadge(await office.keys.proofKey('EdDSA'), {
      certificateId: p!.certificateId,
      number: p!.number,
      name: p!.name,
      occupationCode: p!.occupationCode,
      title: level ? `${p!.occupation} ${level}` : (p!.workType ?? p!.occupation),
      levelId: LEVELS.find((l) => l.rank === p!.levelRank)?.id ?? null,
      criteria: statementOf(p!),
      body: p!.body,
      office: office.city.bureau.zh,
      issuedOn: p!.issuedOn,
      signedAt: office.world.now().toISOString(),
      status: address === null ? null : { list: `${address}/api/v1/certificates/status-list`, index: p!.statusIndex },
    })
  }

  #page(p: Paper) {
    const kind = CERTIFICATE_KINDS.find((k) => k.id === p.kind)!.label
    const level = levelOf(p)
    const address = this.#office.city.publicAddress
    return {
      title: kind.zh,
      subtitle: this.#office.city.bureau.zh,
      photo: '照片',
      number: p.number,
      explained: p.explained,
      body: p.body,
      issuedOn: officialDate(p.issuedOn),
      statement: `${statementOf(p)}扫描二维码可查验真伪和状态，没有网络时也可查验。`,
      rows: [
        ['姓名', p.name],
        ['性别', SEXES.find((s) => s.id === p.sex)?.label.zh ?? ''],
        ['出生日期', officialDate(p.birthDate)],
        ['证件号码', p.identityMasked],
        ['职业名称', p.occupation],
        ...(p.workType ? [['工种', p.workType]] : []),
        ...(level ? [['技能等级', level]] : []),
        ['证书编号', p.number],
      ],
      qr: qrSvg(
        [
          ...(address === null ? [] : [{ data: `${address}/v#`, mode: 'byte' as const }]),
          { data: p.code, mode: 'numeric' as const },
        ],
        { sideMm: QR_MM },
      ),
      qrLabel: '扫码查验',
    }
  }
}

const statementOf = (p: Paper): string =>
  `本证书表明持证人${levelOf(p) ? `达到${p.occupation}职业${levelOf(p)}水平` : `通过${p.workType ?? p.occupation}考核`}。`
const levelOf = (p: Paper): string => LEVELS.find((l) => l.rank === p.levelRank)?.display.zh ?? ''
