import { Descriptions, Tag } from 'antd'
import type { RecordAnswer } from '../../kit/desk/api-types.ts'
import { Page, Panel } from '../../kit/desk/Page.tsx'
import { useCodes } from '../../kit/desk/pickers.tsx'
import { useGet, useSession } from '../../kit/desk/queries.ts'
import { Answered } from '../../kit/desk/states.tsx'
import { useWords } from '../../kit/desk/words.tsx'

/** Who I am to this office: account, roles, and how far each reaches. */
export default function Me() {
  const { say, t } = useWords()
  const session = useSession()
  return (
    <Page
      title={t('我的账号', 'My account')}
      note={t(
        '权限由安全管理员授予，本页只供核对。',
        'Rights are granted by the security administrator; this page is for checking.',
      )}
    >
      <Answered asked={session}>
        {({ actor }) =>
          actor ? (
            <Panel>
              <Descriptions
                bordered
                size="small"
                column={1}
                items={[
                  { key: 'name', label: t('姓名', 'Name'), children: actor.name },
                  {
                    key: 'demo',
                    label: t('性质', 'Kind'),
                    children: actor.demo ? (
                      <Tag color="warning">{t('演示账号', 'demonstration')}</Tag>
                    ) : (
                      t('正式账号', 'real')
                    ),
                  },
                  ...actor.grants.map((g, i) => ({
                    key: `${g.role}${g.jurisdiction}${g.organisationId}`,
                    label: t(`岗位 ${i + 1}`, `Role ${i + 1}`),
                    children: (
                      <>
                        {say(g.title)}　{g.jurisdiction ? <Area code={g.jurisdiction} /> : null}
                        {g.organisationId ? <Organisation id={g.organisationId} /> : null}
                      </>
                    ),
                  })),
                ]}
              />
            </Panel>
          ) : null
        }
      </Answered>
    </Page>
  )
}

function Area({ code }: { code: string }) {
  const { say, t } = useWords()
  // A grant holds the leading digits that all codes of the area share.
  const found = useCodes('catalogue.division').find((c) => c.code.replace(/(00)+$/, '') === code || c.code === code)
  return (
    <span className="hint">
      {t('范围：', 'area: ')}
      {found ? say(found.name) : code}
    </span>
  )
}

function Organisation({ id }: { id: string }) {
  const found = useGet<RecordAnswer>(`/records/directory.organisation/${id}`).data
  return <span className="hint">{found?.title ?? id}</span>
}
