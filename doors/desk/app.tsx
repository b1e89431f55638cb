import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { App as AntApp, ConfigProvider } from 'antd'
import en from 'antd/es/locale/en_US'
import zh from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import { useEffect } from 'react'
import { parseSearch, searchText } from '../../kit/desk/address.ts'
import { configureClient, get, isPassing } from '../../kit/desk/client.ts'
import { KeysProvider } from '../../kit/desk/keys.tsx'
import { STILL_MS } from '../../kit/desk/queries.ts'
import { Loading, ProblemNote } from '../../kit/desk/states.tsx'
import { theme } from '../../kit/desk/theme.ts'
import { useWords, WordsProvider } from '../../kit/desk/words.tsx'
import { manifests } from './manifests.ts'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

dayjs.extend(customParseFormat)

const RETRIES = 2
const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, e) => isPassing(e) && count < RETRIES, refetchOnWindowFocus: false },
  },
})
// Asked for while the page's own code is still on its way.
for (const path of ['/session', '/city'])
  void queries.prefetchQuery({ queryKey: [path, ''], queryFn: () => get(path), staleTime: STILL_MS })
// The session ended: the shell learns it from the same place that told it who is signed in.
configureClient({ onSignedOut: () => queries.setQueryData(['/session', ''], { actor: null }) })

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
const inShell = (path: string, load: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(load) })

const routes = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('./SignIn.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/set-up',
    component: lazyRouteComponent(() => import('./SetUp.tsx')),
  }),
  shell.addChildren([
    inShell('/', () => import('./Home.tsx')),
    inShell('/me', () => import('./Me.tsx')),
    inShell('/records/$record', () => import('./Records.tsx')),
    inShell('/records/$record/$key', () => import('./OneRecord.tsx')),
    inShell('/cases/$process', () => import('./Cases.tsx')),
    inShell('/cases/$process/new', () => import('./OpenCase.tsx')),
    inShell('/cases/$process/$id', () => import('./OneCase.tsx')),
    ...manifests.flatMap((m) => m.items.map((i) => inShell(i.path, i.component))),
  ]),
])

const router = createRouter({
  routeTree: routes,
  basepath: '/desk',
  parseSearch,
  stringifySearch: searchText,
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Loading />,
  defaultErrorComponent: ({ error, reset }) => <ProblemNote problem={error} retry={reset} />,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

export function App({ nonce }: { nonce: string }) {
  return (
    <WordsProvider>
      <Themed nonce={nonce} />
    </WordsProvider>
  )
}

function Themed({ nonce }: { nonce: string }) {
  const { language } = useWords()
  useEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  }, [language])
  return (
    <ConfigProvider
      locale={language === 'zh' ? zh : en}
      theme={theme}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
    >
      <AntApp>
        <QueryClientProvider client={queries}>
          <KeysProvider>
            <RouterProvider router={router} />
          </KeysProvider>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}
