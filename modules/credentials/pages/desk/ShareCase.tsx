import { Answered, CasePage, minute, Panel, useGet, useWords } from '../../../../kit/desk/index.ts'

type Link = { open: boolean; address: string; viewCount: number; views: string[] }

/** A shared passport: its address to hand to the holder, and who looked when. */
export default function ShareCase({ process, id }: { process: string; id: string }) {
  const { t } = useWords()
  const asked = useGet<Link>('/passport/link', { case: id })
  return (
    <>
      <CasePage process={process} id={id} />
      <Panel title={t('分享地址和查看记录', 'Address, and who looked when')}>
        <Answered asked={asked}>
          {(link) => (
            <>
              <p>
                {link.open ? (
                  <a href={link.address}>{new URL(link.address, window.location.href).href}</a>
                ) : (
                  t('分享已停止或到期，地址打不开。', 'The link has ended.')
                )}
              </p>
              <p>{t(`共被查看 ${link.viewCount} 次`, `Looked at ${link.viewCount} times`)}</p>
              <ul>
                {link.views.map((at, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two looks may share their instant
                  <li key={i}>{minute(at)}</li>
                ))}
              </ul>
            </>
          )}
        </Answered>
      </Panel>
    </>
  )
}
