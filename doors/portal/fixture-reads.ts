/** Answers of reads as their rooms give them, one of each kind. */
const NAMES = ['王建国', '王强']
const causes = [
  { zh: '编号少一位：应为 22 位，现为 21 位', en: 'one place short: 22 are wanted, 21 are given' },
  { zh: '姓名与证书不一致', en: 'the name differs from the certificate' },
  { zh: '证书由其他省份核发，尚未进入本市登记', en: 'issued in another province and not in this register yet' },
]
const certificate = {
  number: 'S000014100001233000123',
  holder: '王*国',
  kind: { zh: '职业技能等级证书', en: 'skill-level certificate' },
  occupation: '焊工',
  workType: '电焊工',
  level: { zh: '三级/高级工', en: 'Level 3, senior worker' },
  issuedBy: '临汾市高级技工学校（演示）',
  issuedOn: '2023-05-16',
  revokedOn: null as string | null,
}

const kind = { id: 'private-school', name: { zh: '民办职业培训学校', en: 'private vocational training school' } }
const county = { id: '141002', name: { zh: '尧都区', en: '尧都区' } }
const listed = { id: 'listed', name: { zh: '在列', en: 'listed' } }
const suspended = { id: 'suspended', name: { zh: '暂停', en: 'suspended' } }
const provider = { id: 'training-provider', name: { zh: '培训机构', en: 'training provider' } }
const level = (n: number, zh: string, en: string) => ({ id: `level-${n}`, rank: 6 - n, name: { zh, en } })
const scope = [
  {
    occupation: { code: '6-18-02-04', name: { zh: '焊工', en: '焊工' } },
    levels: [
      level(5, '五级/初级工', 'Level 5, junior worker'),
      level(4, '四级/中级工', 'Level 4, intermediate worker'),
    ],
  },
  {
    occupation: { code: '4-10-01-06', name: { zh: '家政服务员', en: '家政服务员' } },
    levels: [level(5, '五级/初级工', 'Level 5, junior worker')],
  },
]
const organisations = [
  '临汾市尧都区匠心职业培训学校（演示）',
  '洪洞县大槐树职业技能培训学校（演示）',
  '侯马市方略职业培训学校（演示）',
]
const phone = '0357-0000000'
const contestId = '0190a000-0000-7000-8000-0000000000c0'
const cityTier = { id: 'city-1', name: { zh: '市级一类', en: 'city, class 1' } }
const organisationId = (i: number) => `0190a000-0000-7000-8000-00000000000${i}`

const standard = {
  edition: 'pattern-2023',
  title: { zh: '国家职业标准编制技术规程（2023年版）口径', en: 'Conditions of the 2023 rules of drafting' },
  since: '2023-01-01',
  source: 'missing' as const,
  byPattern: true,
}
const clause = (id: string, holds: boolean, firstDay: string | null) => ({
  kind: 'any' as const,
  holds,
  firstDay,
  soonest: id,
  nodes: [
    {
      kind: 'all' as const,
      id,
      text: { zh: '累计从事本职业或相关职业工作满5年', en: 'five years of work' },
      holds,
      firstDay,
      nodes: [
        {
          kind: 'condition' as const,
          predicate: 'years',
          holds,
          firstDay,
          have: { zh: '累计 4 年', en: '4 years' },
          need: { zh: '累计满 5 年', en: '5 years' },
          evidence: [],
          help: null,
        },
      ],
    },
  ],
})

const plan = {
  plan: '0190a000-0000-7000-8000-0000000000a1',
  number: 'PJ20261215-0A1B2C3D',
  body: { id: organisationId(1), name: organisations[0]!, phone },
  track: { id: 'skill-level', name: { zh: '职业技能等级认定', en: 'skill-level recognition' } },
  audience: { id: 'public', name: { zh: '社会人员', en: 'the public' } },
  occupation: { code: '6-18-02-04', name: { zh: '焊工', en: '焊工' } },
  workType: null,
  level: level(3, '三级/高级工', 'Level 3, senior worker'),
  county,
  examOn: '2026-12-15',
  applyFrom: '2026-11-20',
  applyUntil: '2026-12-01',
  place: '实训楼',
  feeFen: 20000,
  seats: 60,
  left: 12,
  state: 'applying',
}

const subsidyNotice = {
  number: 'BT202611200A1B2C3D',
  className: '焊工初级班（演示）',
  organisation: '临汾市平阳职业培训学校',
  county: { id: '141002', name: { zh: '尧都区', en: 'Yaodu' } },
  scheme: { id: 'employment-days', name: { zh: '就业技能培训补贴（按天）', en: 'Employment training by the day' } },
  fund: { id: 'employment', name: { zh: '就业补助资金', en: 'employment subsidy fund' } },
  amountFen: 170_000,
  lines: 1,
  noticeFrom: '2026-11-23',
  noticeUntil: '2026-11-27',
}

export const fixtureReads: { readonly [id: string]: (query: { [name: string]: unknown }) => unknown } = {
  'training.courses': (query) => ({
    today: '2026-11-24',
    proofGroups: ['registered-unemployed'],
    occupations: [{ code: '6-18-02-04', name: { zh: '焊工', en: '焊工' }, projects: 1, classes: 1 }],
    projects: query['occupation']
      ? [
          {
            code: 'XM001',
            name: '焊工（五级）就业技能培训',
            kind: { id: 'employment-skills', name: { zh: '就业技能培训', en: 'employment skills' } },
            level: { zh: '五级/初级工', en: 'Level 5, junior worker' },
            hours: 80,
            priceFen: 150000,
          },
        ]
      : [],
    classes: query['occupation']
      ? [
          {
            number: 'KB2026-0A1B2C',
            name: '焊工第 1 期',
            organisation: {
              id: '01900000-0000-7000-8000-000000000001',
              name: '平阳职业培训学校',
              phone: '0357-2000000',
            },
            county: { zh: '尧都区', en: 'Yaodu' },
            level: { zh: '五级/初级工', en: 'Level 5, junior worker' },
            hours: 80,
            priceFen: 150000,
            startedOn: '2026-12-07',
            endedOn: '2026-12-18',
            place: '尧都区平阳南街18号',
            left: 12,
          },
        ]
      : [],
  }),
  'assessment.openPlans': () => ({ today: '2026-11-24', rows: [plan, { ...plan, state: 'announced', feeFen: 0 }] }),
  'assessment.publicPlan': () => ({
    ...plan,
    state: 'published',
    statement: '请携带身份证和劳动防护用品。',
    notice: { from: '2026-11-20', until: '2026-11-27' },
    results: [
      {
        ticket: `${plan.number}-0001`,
        name: '王*国',
        outcome: { id: 'passed', name: { zh: '合格', en: 'passed' } },
        version: 1,
      },
      {
        ticket: `${plan.number}-0002`,
        name: '李*',
        outcome: { id: 'failed', name: { zh: '不合格', en: 'failed' } },
        version: 2,
      },
    ],
  }),
  'assessment.standards': () => ({
    on: '2026-11-24',
    occupations: [
      { code: '6-18-02-04', name: '焊工', ...standard },
      { code: '6-31-01-03', name: '电工', ...standard },
    ],
  }),
  'assessment.eligibility': () => ({
    occupation: { code: '6-31-01-03', name: '电工' },
    on: '2026-11-24',
    standard,
    levels: [
      {
        ...level(5, '五级/初级工', 'Level 5, junior worker'),
        eligible: true,
        clause: '5.1',
        firstDay: '2026-11-24',
        at: '5',
      },
      {
        ...level(4, '四级/中级工', 'Level 4, intermediate worker'),
        eligible: false,
        clause: null,
        firstDay: '2027-03-01',
        at: '4',
      },
      { ...level(3, '三级/高级工', 'Level 3, senior worker'), eligible: false, clause: null, firstDay: null, at: '3' },
    ].map(({ at, name, eligible, clause: c, firstDay }) => ({
      level: at,
      title: name,
      eligible,
      clause: c,
      firstDay,
      tree: clause(`${at}.1`, eligible, firstDay),
    })),
  }),
  'credentials.check': ({ number, name }) => {
    const asOf = '2026-11-24T06:00:00.000Z'
    if (!NAMES.includes(String(name)))
      return {
        verdict: 'not-found',
        message: { zh: '没有查到编号和姓名都一致的证书', en: 'No certificate has both this number and this name' },
        asOf,
        certificate: null,
        causes,
        helpPhone: null,
      }
    if (String(number).endsWith('9'))
      return {
        verdict: 'revoked',
        message: { zh: '这本证书已撤销，不能使用', en: 'This certificate has been revoked and must not be used' },
        asOf,
        certificate: { ...certificate, revokedOn: '2025-03-02' },
        causes: [],
        helpPhone: null,
      }
    return {
      verdict: 'valid',
      message: { zh: '这本证书有效', en: 'This certificate holds' },
      asOf,
      certificate,
      causes: [],
      helpPhone: null,
    }
  },
  'catalogue.occupations': ({ search }) => ({
    edition: '2022',
    total: 1,
    rows: scope
      .map((x) => ({ code: x.occupation.code, name: x.occupation.name.zh }))
      .filter((o) => o.name.includes(String(search).slice(-1))),
    next: null,
  }),
  'directory.lists': ({ role, search, asOf }) => {
    const rows = organisations
      .filter((name) => typeof search !== 'string' || name.includes(search))
      .map((name, i) => ({
        organisation: organisationId(i),
        name,
        nameNow: i === 1 ? '洪洞县大槐树职业培训学校有限公司（演示）' : null,
        kind,
        county,
        address: '平阳南街 18 号',
        phone,
        status: i === 2 ? suspended : listed,
        reason: i === 2 ? '办学许可证到期未换' : null,
        listedSince: '2019-03-01',
        document: '临人社发〔2019〕12号',
        scope,
      }))
    return {
      role: { id: role, name: provider.name },
      asOf: asOf ?? '2026-11-24',
      total: rows.length,
      listed: rows.filter((r) => r.status === listed).length,
      suspended: rows.filter((r) => r.status === suspended).length,
      facets: { kind: [{ ...kind, count: 84 }], county: [{ ...county, count: 23 }] },
      rows,
      next: rows.length ? 'eyJhIjoxfQ' : null,
    }
  },
  'directory.organisationPage': ({ id }) => ({
    organisation: id,
    name: organisations[2],
    kind,
    creditCode: '52141002MJ00000000',
    county,
    address: '平阳南街 18 号',
    phone,
    foundedOn: '2008-09-01',
    closedOn: null,
    mergedInto: null,
    absorbed: [],
    names: [
      { name: '侯马市方略技术学校（演示）', from: '2008-09-01', document: null },
      { name: organisations[2], from: '2015-01-01', document: '侯民办〔2015〕3号' },
    ],
    sites: [{ name: '本部', address: '平阳南街 18 号', county, capacity: 200 }],
    licences: [
      {
        kind: { id: 'school-licence', name: { zh: '民办学校办学许可证', en: 'school licence' } },
        number: '人社民 1410024000001 号',
        issuer: '侯马市人力资源和社会保障局',
        scope: '职业技能培训：焊工、家政服务员（五级、四级）',
        validFrom: '2020-01-01',
        validTo: '2024-12-31',
        valid: false,
      },
    ],
    listings: [
      {
        role: provider,
        status: suspended,
        periods: [
          { from: '2019-03-01', to: '2021-06-01', status: listed, document: '临人社发〔2019〕12号', reason: null },
          { from: '2021-06-01', to: '2021-12-01', status: suspended, document: null, reason: '场地消防验收未通过' },
          { from: '2021-12-01', to: '2025-01-01', status: listed, document: '临人社发〔2021〕88号', reason: null },
          { from: '2025-01-01', to: null, status: suspended, document: null, reason: '办学许可证到期未换' },
        ],
        scope,
      },
    ],
  }),
  'competitions.events': () => ({
    rows: [
      {
        id: contestId,
        name: '临汾市第五届职业技能大赛（演示）',
        state: { id: 'published', name: { zh: '成绩公示中', en: 'results in public notice' } },
        tier: cityTier,
        heldOn: '2026-11-10',
        host: '临汾市人力资源和社会保障局',
      },
    ],
  }),
  'competitions.eventPage': ({ id }) => ({
    id,
    name: '临汾市第五届职业技能大赛（演示）',
    state: { id: 'published', name: { zh: '成绩公示中', en: 'results in public notice' } },
    tier: cityTier,
    county: '141000',
    heldOn: '2026-11-10',
    endedOn: '2026-11-12',
    host: '临汾市人力资源和社会保障局',
    approvalNumber: '临人社函〔2026〕31号',
    drawHash: 'ab'.repeat(32),
    drawSeed: 'cd'.repeat(32),
    publishedOn: '2026-11-20',
    noticeUntil: '2026-11-27',
    skills: [
      {
        no: 1,
        title: '焊接',
        group: { id: 'employees', name: { zh: '职工组', en: 'employees' } },
        entries: 3,
        schemeHash: 'ef'.repeat(32),
        resultHash: '12'.repeat(32),
        modules: ['A', 'B', 'T'],
        places: [1, 2].map((rank) => ({
          rank,
          secretNo: rank,
          names: ['王*国'],
          organisation: rank === 1 ? organisations[0] : null,
          total: 9275 - rank * 50,
          theory: 9000,
          skill: 9300,
          modules: { A: 4600, B: 4700, T: 9000 },
          points: 740 - rank * 5,
          medal: rank === 1 ? { id: 'gold', name: { zh: '金牌', en: 'gold' } } : null,
        })),
        absent: 1,
      },
      {
        no: 2,
        title: '电工',
        group: { id: 'students', name: { zh: '学生组', en: 'students' } },
        entries: 5,
        schemeHash: null,
        resultHash: null,
        modules: [],
        places: [],
        absent: 0,
      },
    ],
  }),
  'subsidy.notices': () => ({ today: '2026-11-24', helpPhone: null, rows: [subsidyNotice], next: null }),
  'subsidy.notice': ({ number }) => ({
    ...subsidyNotice,
    number,
    entries: [
      {
        line: 1,
        name: '张*',
        amountFen: 170_000,
        rule: '2018-01-01',
        formula: [{ zh: '第 1–10 天：150.00 元 × 10', en: 'days 1–10: 150.00 yuan × 10' }],
        held: true,
      },
    ],
  }),
  'directory.notices': () => ({
    today: '2026-11-24',
    helpPhone: null,
    rows: [
      {
        organisation: organisationId(0),
        name: organisations[0],
        kind,
        role: provider,
        county,
        receivedBy: county,
        legalRepresentative: '李*霞',
        occupations: scope.map((s) => s.occupation),
        levelHighest: level(4, '四级/中级工', 'Level 4, intermediate worker'),
        noticeFrom: '2026-11-20',
        noticeUntil: '2026-11-27',
      },
    ],
    next: null,
  }),
  'credentials.explainNumber': ({ number }) =>
    String(number).length === 22
      ? {
          ok: true,
          number,
          scheme: 'skill-level',
          parts: [
            {
              name: { zh: '机构类别', en: 'kind of body' },
              from: 1,
              to: 1,
              text: 'S',
              meaning: { zh: '社会培训评价组织', en: 'social body' },
            },
            { name: { zh: '年份', en: 'year' }, from: 14, to: 15, text: '23', meaning: { zh: '2023 年', en: '2023' } },
          ],
          lines: [],
          findings: [],
        }
      : {
          ok: false,
          number,
          scheme: null,
          parts: [],
          lines: [],
          findings: [
            {
              code: 'CERT_LENGTH',
              message: {
                zh: `编号有 ${String(number).length} 位`,
                en: `the number has ${String(number).length} places`,
              },
              hint: {
                zh: '职业技能等级证书应为 22 位，请核对是否漏抄',
                en: 'skill-level certificates have 22; see whether one was left out',
              },
            },
          ],
        },
}
