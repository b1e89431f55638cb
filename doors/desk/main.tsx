import '../../kit/desk/desk.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { lendNonce } from './nonce.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
lendNonce(nonce)
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(<App nonce={nonce} />)
