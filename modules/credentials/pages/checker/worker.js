// Keeps what the check needs: the page and its files as they were at the last visit, and the newest keys and list that came
// through. Whatever fails to come is taken from there.
const NAME = 'check-__VERSION__'
const SHELL = __SHELL__
const FRESH = __FRESH__

self.addEventListener('install', (e) => {
  e.waitUntil(
    caches
      .open(NAME)
      .then((c) => c.addAll([...SHELL, ...FRESH]))
      .then(() => self.skipWaiting()),
  )
})
self.addEventListener('activate', (e) => {
  e.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((n) => n !== NAME && n.startsWith('check-')).map((n) => caches.delete(n))),
      )
      .then(() => self.clients.claim()),
  )
})
self.addEventListener('fetch', (e) => {
  const { pathname, origin } = new URL(e.request.url)
  if (e.request.method !== 'GET' || origin !== self.location.origin) return
  if (SHELL.includes(pathname) && pathname !== '/v') e.respondWith(kept(pathname))
  else if (pathname === '/v' || FRESH.includes(pathname)) e.respondWith(newest(pathname))
})

const kept = async (path) => (await caches.match(path)) ?? fetch(path)

async function newest(path) {
  const cache = await caches.open(NAME)
  try {
    const answer = await fetch(path, { cache: 'no-cache' })
    if (!answer.ok) throw new Error(String(answer.status))
    await cache.put(path, answer.clone())
    return answer
  } catch (error) {
    const old = await cache.match(path)
    if (old) return old
    throw error
  }
}
