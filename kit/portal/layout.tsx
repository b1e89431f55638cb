import type { ReactNode } from 'react'
import { fillText, type Text } from '../../kernel/values/text.ts'
import { problemsText, texts } from '../texts.ts'
import { addressOf } from './address.ts'
import { ErrorSummary } from './forms.tsx'
import type { PortalView, TextSize } from './page.ts'

export type LayoutAssets = { styles: readonly string[]; script: string; icon: string }

const MENU: readonly (readonly [string, Text])[] = [
  ['/', texts.home],
  ['/certificates', texts.certificates],
  ['/directory', texts.directory],
  ['/carriers', texts.carriers],
  ['/competitions', texts.competitions],
  ['/figures', texts.figures],
  ['/notices', texts.notices],
  ['/replies', texts.replies],
]
const SIZES: readonly (readonly [TextSize, string, Text])[] = [
  ['normal', '0', texts.sizeNormal],
  ['big', '1', texts.sizeBig],
  ['huge', '2', texts.sizeHuge],
]

/** Whole pages: head, header, banner, breadcrumb, content, footer. Nothing inline, so that the content policy can forbid it. */
export function Layout(props: {
  view: PortalView
  title: Text
  above?: readonly { path: string; title: Text }[]
  assets: LayoutAssets
  paths: ReadonlySet<string>
  deskPath?: string | undefined
  ownHeading?: boolean | undefined
  children: ReactNode
}): ReactNode {
  const { view, title, assets } = props
  const { language, say, office } = view
  const site = `${say(office.city.name)}${language === 'zh' ? '' : ' '}${say(texts.siteName)}`
  const name = view.path === '/' ? site : `${say(title)} - ${site}`
  const problems = view.findings.length
  return (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'} className={`size-${view.textSize}`}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{problems ? `${say(problemsText(problems))} – ${name}` : name}</title>
        <meta name="format-detection" content="telephone=no" />
        {assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        <link rel="icon" type="image/svg+xml" href={assets.icon} />
        <script src={assets.script} defer />
      </head>
      <body>
        <a className="skip" href="#content">
          {say(texts.skip)}
        </a>
        <header className="site-header">
          <div className="wide">
            <a className="site-name" href="/">
              {site}
            </a>
            <Switches view={view} />
          </div>
        </header>
        <nav className="site-menu" aria-label={say(texts.menu)}>
          <ul className="wide">
            {MENU.filter(([path]) => props.paths.has(path)).map(([path, words]) => (
              <li key={path}>
                <a
                  href={path}
                  aria-current={
                    view.path === path ? 'page' : path !== '/' && view.path.startsWith(`${path}/`) ? 'true' : undefined
                  }
                >
                  {say(words)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {office.demonstration && (
          <aside className="banner" aria-label={say(texts.demonstration)}>
            <p className="wide">
              <strong>{say(texts.demonstration)}</strong> {say(texts.demonstrationNote)}
              {office.scale !== 1 && ` ${say(fillText(texts.demonstrationScale, { scale: office.scale }))}`}
            </p>
          </aside>
        )}
        <div className="wide page">
          {view.path !== '/' && (
            <nav className="breadcrumb" aria-label={say(texts.youAreHere)}>
              <ol>
                <li>
                  <a href="/">{say(texts.home)}</a>
                </li>
                {(props.above ?? []).map((a) => (
                  <li key={a.path}>
                    <a href={a.path}>{say(a.title)}</a>
                  </li>
                ))}
                <li aria-current="page">{say(title)}</li>
              </ol>
            </nav>
          )}
          <main id="content">
            <ErrorSummary view={view} />
            {!props.ownHeading && <h1>{view.path === '/' ? site : say(title)}</h1>}
            {props.children}
          </main>
        </div>
        <Footer view={view} deskPath={props.deskPath} paths={props.paths} />
      </body>
    </html>
  )
}

/** Switches are links to a route that sets a cookie and comes back: no script is needed. */
function Switches({ view }: { view: PortalView }): ReactNode {
  const { say, language } = view
  const to = (words: { [name: string]: string }) => addressOf('/preferences', { ...words, back: view.address })
  return (
    <div className="switches">
      <ul aria-label={say(texts.textSize)}>
        {SIZES.map(([size, written, words]) => (
          <li key={size}>
            {view.textSize === size ? (
              <span className="chosen">
                {say(words)}
                <span className="hidden">{say(texts.chosen)}</span>
              </span>
            ) : (
              <a href={to({ big: written })} rel="nofollow">
                {say(words)}
              </a>
            )}
          </li>
        ))}
      </ul>
      <ul>
        <li>
          {language === 'zh' ? (
            <a href={to({ lang: 'en' })} lang="en" hrefLang="en" rel="nofollow">
              English
            </a>
          ) : (
            <a href={to({ lang: 'zh' })} lang="zh-CN" hrefLang="zh-CN" rel="nofollow">
              中文
            </a>
          )}
        </li>
        <li className="with-script">
          <button type="button" data-read={say(texts.readAloud)} data-stop={say(texts.stopReading)} hidden>
            {say(texts.readAloud)}
          </button>
        </li>
      </ul>
    </div>
  )
}

function Footer({
  view,
  deskPath,
  paths,
}: {
  view: PortalView
  deskPath: string | undefined
  paths: ReadonlySet<string>
}): ReactNode {
  const { say, office } = view
  const links: readonly (readonly [string, Text])[] = [
    ['/help', texts.help],
    ['/accessibility', texts.accessibility],
    ['/privacy', texts.privacy],
  ]
  return (
    <footer className="site-footer">
      <div className="wide">
        <ul>
          {links
            .filter(([path]) => paths.has(path))
            .map(([path, words]) => (
              <li key={path}>
                <a href={path}>{say(words)}</a>
              </li>
            ))}
          {deskPath !== undefined && (
            <li>
              <a href={deskPath}>{say({ zh: '工作人员登录', en: 'Staff sign-in' })}</a>
            </li>
          )}
        </ul>
        <p>
          {say(texts.organiser)}
          {view.language === 'zh' ? '：' : ': '}
          {say(office.city.bureau)}
        </p>
        <p>
          {office.city.helpPhone !== null && (
            <>
              {say(texts.call)} <Telephone number={office.city.helpPhone} />
              {view.language === 'zh' ? '；' : '; '}
            </>
          )}
          {say(texts.nationalLine)} <Telephone number={NATIONAL_LINE} />
        </p>
        <p className="printed-only">
          {say(
            fillText(
              { zh: '打印自本平台，数据日期 {date}', en: 'Printed from this site, data of {date}' },
              { date: office.today },
            ),
          )}
        </p>
      </div>
    </footer>
  )
}

/** 12333: the one number of human-resources offices all over the country. */
export const NATIONAL_LINE = '12333'
export const Telephone = ({ number }: { number: string }): ReactNode => (
  <a className="phone" href={`tel:${number.replace(/[^\d+]/g, '')}`}>
    {number}
  </a>
)
