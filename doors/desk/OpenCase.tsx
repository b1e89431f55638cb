import { useParams } from '@tanstack/react-router'
import { OpenCasePage } from '../../kit/desk/OpenCasePage.tsx'

/** Filing a case of a process that has no page of its own for it. */
export default function OpenCase() {
  const { process } = useParams({ strict: false }) as { process: string }
  return <OpenCasePage key={process} process={process} />
}
