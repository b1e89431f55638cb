import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { CasePage } from '../../kit/desk/CasePages.tsx'
import { Loading } from '../../kit/desk/states.tsx'
import { manifests } from './manifests.ts'

const own = new Map(
  manifests.flatMap((m) => Object.entries(m.cases ?? {}).map(([process, load]) => [process, lazy(load)] as const)),
)

/** A case: on the room's own page where it has one, else on the general one. */
export default function OneCase() {
  const { process, id } = useParams({ strict: false }) as { process: string; id: string }
  const Own = own.get(process)
  if (!Own) return <CasePage key={id} process={process} id={id} />
  return (
    <Suspense fallback={<Loading />}>
      <Own key={id} process={process} id={id} />
    </Suspense>
  )
}
