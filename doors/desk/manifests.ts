import type { PageManifest } from '../../kit/desk/manifest.ts'
import { own } from './own.ts'

const found = import.meta.glob<{ manifest: PageManifest }>('/../../modules/*/pages/desk/index.ts', { eager: true })

/** The rooms' own pages, collected from where they lie; a new room's pages need no line here. */
export const manifests: readonly PageManifest[] = [...Object.values(found).map((m) => m.manifest), own]
