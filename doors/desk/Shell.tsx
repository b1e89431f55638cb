import { GlobalOutlined, LogoutOutlined, MenuOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { Button, Drawer, Dropdown, Grid, Layout, Menu, type MenuProps, Tag } from 'antd'
import { useEffect, useState } from 'react'
import type { SignedIn } from '../../kit/desk/api-types.ts'
import { del } from '../../kit/desk/client.ts'
import { keep, kept } from '../../kit/desk/keep.ts'
import { useKeyHelp } from '../../kit/desk/keys.tsx'
import { maySee, menuOf } from '../../kit/desk/manifest.ts'
import { useCity, useSession } from '../../kit/desk/queries.ts'
import { Loading, NoRight, OfflineBanner, ProblemNote } from '../../kit/desk/states.tsx'
import { TraceProvider } from '../../kit/desk/Trace.tsx'
import { useWords } from '../../kit/desk/words.tsx'
import { icon } from './icons.tsx'
import { manifests } from './manifests.ts'

const MENU_PX = 208

/** The frame of every page but the sign-in: menu from the rooms, who is signed in, banners. Pages for anyone need no sign-in. */
export function Shell() {
  const { t } = useWords()
  const session = useSession()
  const location = useRouterState({ select: (s) => s.location })
  const wide = Grid.useBreakpoint().md !== false
  const [folded, fold] = useState(() => kept('menu') === 'folded')
  const [drawer, setDrawer] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer
  useEffect(() => setDrawer(false), [location.pathname])
  if (session.isError) return <ProblemNote problem={session.error} retry={() => void session.refetch()} />
  if (!session.data) return <Loading />
  const actor = session.data.actor
  const path = location.pathname
  const item = manifests.flatMap((m) => m.items).find((i) => fits(i.path, path))
  const open = item ? maySee(item, actor) : actor !== null || path.startsWith('/records/')
  if (!actor && !open) return <ToSignIn from={path + location.searchStr} />
  return (
    <TraceProvider>
      <a className="skip" href="#main">
        {t('跳到正文', 'Skip to the content')}
      </a>
      <Layout className="shell">
        <TopBar actor={actor} onMenu={wide ? undefined : () => setDrawer(true)} />
        <Layout>
          {wide ? (
            <Layout.Sider
              width={MENU_PX}
              collapsedWidth={56}
              collapsible
              collapsed={folded}
              theme="light"
              className="sider"
              onCollapse={(v) => {
                fold(v)
                keep('menu', v ? 'folded' : undefined)
              }}
            >
              <RoomsMenu actor={actor} path={path} folded={folded} />
            </Layout.Sider>
          ) : (
            <Drawer
              open={drawer}
              onClose={() => setDrawer(false)}
              placement="left"
              size={260}
              title={t('菜单', 'Menu')}
              styles={{ body: { padding: 0 } }}
            >
              <RoomsMenu actor={actor} path={path} folded={false} />
            </Drawer>
          )}
          <Layout.Content className="content" id="main" tabIndex={-1}>
            <OfflineBanner />
            {open ? <Outlet /> : <NoRight />}
          </Layout.Content>
        </Layout>
      </Layout>
    </TraceProvider>
  )
}

/**
 * Goes to the sign-in once, and remembers where from. The frame is still there while that page is on its way and the address
 * already changed: whoever asked for the way again with each drawing would never arrive.
 */
function ToSignIn({ from }: { from: string }) {
  const navigate = useNavigate()
  const [wanted] = useState(from)
  useEffect(() => {
    void navigate({ to: '/sign-in', search: { return: wanted } as never, replace: true })
  }, [navigate, wanted])
  return <Loading />
}

/** `/letters/$id` fits `/letters/2023-275`. */
function fits(pattern: string, path: string): boolean {
  const [a, b] = [pattern.split('/'), path.split('/')]
  return a.length === b.length && a.every((part, i) => part.startsWith('$') || part === b[i])
}

function RoomsMenu({ actor, path, folded }: { actor: SignedIn | null; path: string; folded: boolean }) {
  const { say, t } = useWords()
  const city = useCity().data
  // The order and names of the rooms come with the city.
  const groups = city ? menuOf(manifests, city.rooms, actor) : []
  const paths = groups.flatMap((g) => g.items.map((i) => i.path as string))
  const at =
    path === '/'
      ? '/'
      : paths.filter((p) => path === p || path.startsWith(`${p}/`)).sort((a, b) => b.length - a.length)[0]
  const line = (to: string, text: string, name: string | undefined) => ({
    key: to,
    icon: icon(name),
    label: <Link to={to}>{text}</Link>,
    title: text,
  })
  return (
    <nav aria-label={t('主菜单', 'Main menu')}>
      <Menu
        mode="inline"
        inlineCollapsed={folded}
        selectedKeys={at ? [at] : []}
        items={[
          ...(actor ? [line('/', t('我的待办', 'My work'), 'home')] : []),
          ...groups.flatMap((g): NonNullable<MenuProps['items']> => {
            const lines = g.items.map((i) => line(i.path, say(i.title), i.icon))
            // A room with one page needs no heading over it.
            return lines.length === 1
              ? lines
              : [{ key: g.room, type: 'group' as const, label: folded ? '' : say(g.title), children: lines }]
          }),
        ]}
      />
    </nav>
  )
}

function TopBar({ actor, onMenu }: { actor: SignedIn | null; onMenu: (() => void) | undefined }) {
  const { say, t, language, setLanguage } = useWords()
  const city = useCity().data
  const client = useQueryClient()
  const navigate = useNavigate()
  const openKeys = useKeyHelp()
  const signOut = async () => {
    await del('/session').catch(() => {})
    client.clear()
    await navigate({ to: '/sign-in' })
  }
  return (
    <Layout.Header className="top-bar">
      {onMenu ? (
        <Button
          type="text"
          icon={<MenuOutlined aria-hidden />}
          aria-label={t('打开菜单', 'Open the menu')}
          onClick={onMenu}
        />
      ) : null}
      <Link to="/" className="brand">
        <span className="brand-mark" aria-hidden>
          匠
        </span>
        <span>{t('匠册', 'Guildbook')}</span>
      </Link>
      <span className="city">{city ? say(city.name) : ''}</span>
      {city?.demonstration ? <Tag color="warning">{t('演示环境', 'Demonstration')}</Tag> : null}
      <span className="grow" />
      <Button
        type="text"
        icon={<GlobalOutlined aria-hidden />}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        lang={language === 'zh' ? 'en' : 'zh-CN'}
      >
        {language === 'zh' ? 'English' : '中文'}
      </Button>
      <Button
        className="wide-only"
        type="text"
        icon={<QuestionCircleOutlined aria-hidden />}
        aria-label={t('键盘操作', 'Keyboard')}
        onClick={openKeys}
      />
      {actor ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'me', icon: <UserOutlined />, label: t('我的账号', 'My account') },
              { key: 'out', icon: <LogoutOutlined />, label: t('退出登录', 'Sign out') },
            ],
            onClick: ({ key }) => void (key === 'me' ? navigate({ to: '/me' }) : signOut()),
          }}
        >
          <Button type="text" className="who">
            <UserOutlined aria-hidden /> {actor.name}
            <span className="hint wide-only">　{[...new Set(actor.grants.map((g) => say(g.title)))].join('、')}</span>
          </Button>
        </Dropdown>
      ) : (
        <Link to="/sign-in">{t('登录', 'Sign in')}</Link>
      )}
    </Layout.Header>
  )
}
