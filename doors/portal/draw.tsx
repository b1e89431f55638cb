import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Layout } from '../../kit/portal/layout.tsx'
import type { AnyPortalPage, PortalView } from '../../kit/portal/page.ts'
import type { Assets } from './assets.ts'
import { ErrorPage, type PageProblem, titleOfProblem } from './pages/errors.tsx'

export type DrawSetting = { assets: Assets; paths: ReadonlySet<string>; deskPath?: string | undefined }

const whole = (node: ReactNode): string => `<!doctype html>${renderToStaticMarkup(node)}`

/** The page as a document. Every text is escaped by React. */
export function drawPage(p: DrawSetting & { page: AnyPortalPage; view: PortalView; data: unknown }): string {
  const { page, view, data, assets } = p
  const { View } = page
  return whole(
    <Layout
      view={view}
      title={typeof page.title === 'function' ? page.title(data) : page.title}
      {...(page.above ? { above: page.above } : {})}
      assets={{
        styles: [assets.portalCss, ...(page.styles ?? []).map(() => assets.letterCss)],
        script: assets.script,
        icon: assets.icon,
      }}
      paths={p.paths}
      deskPath={p.deskPath}
      ownHeading={page.ownHeading}
    >
      <View data={data} view={view} />
    </Layout>,
  )
}

export function drawError(p: DrawSetting & { view: PortalView; problem: PageProblem; requestId: string }): string {
  const { view, problem, assets } = p
  return whole(
    <Layout
      view={view}
      title={titleOfProblem(problem)}
      assets={{ styles: [assets.portalCss], script: assets.script, icon: assets.icon }}
      paths={p.paths}
      deskPath={p.deskPath}
    >
      <ErrorPage view={view} problem={problem} requestId={p.requestId} />
    </Layout>,
  )
}
