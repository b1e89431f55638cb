import {
  keepPreviousData,
  type QueryClient,
  type UseQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { City, MeasureWords, ProcessWords, RecordWords, SignedIn } from './api-types.ts'
import { get, type Problem, type Query, queryString } from './client.ts'

export type Asked<T> = UseQueryResult<T, Problem>
type Options = { enabled?: boolean; staleMs?: number; keepOld?: boolean; everyMs?: number | false }

/** Reads a path of the API. While a changed question is under way the old rows stay (dimmed by the page). */
export function useGet<T>(path: string, query: Query = {}, options: Options = {}): Asked<T> {
  return useQuery<T, Problem>({
    queryKey: [path, queryString(query)],
    queryFn: ({ signal }) => get<T>(path, query, { signal }),
    enabled: options.enabled ?? true,
    staleTime: options.staleMs ?? 5_000,
    refetchInterval: options.everyMs ?? false,
    ...(options.keepOld === false ? {} : { placeholderData: keepPreviousData }),
  })
}

/** What hardly changes while somebody works. */
export const STILL_MS = 5 * 60_000
export const useCity = () => useGet<City>('/city', {}, { staleMs: STILL_MS })
export const useSession = () => useGet<{ actor: SignedIn | null }>('/session', {}, { staleMs: STILL_MS })
export const useRecordWords = () => useGet<RecordWords[]>('/records', {}, { staleMs: STILL_MS })
export const useMeasures = () => useGet<MeasureWords[]>('/measures', {}, { staleMs: STILL_MS })
export const useProcesses = (enabled = true) => useGet<ProcessWords[]>('/processes', {}, { staleMs: STILL_MS, enabled })

/** Everything whose path begins so is asked again. */
export const forget = (client: QueryClient, ...paths: string[]): Promise<unknown> =>
  client.invalidateQueries({
    predicate: (q) => paths.some((p) => typeof q.queryKey[0] === 'string' && q.queryKey[0].startsWith(p)),
  })

export function useForget(): (...paths: string[]) => Promise<unknown> {
  const client = useQueryClient()
  return (...paths) => forget(client, ...paths)
}

export const isOfficer = (actor: SignedIn | null | undefined): boolean =>
  actor?.grants.some((g) => g.role === 'handler' || g.role === 'reviewer' || g.role === 'leader') ?? false
