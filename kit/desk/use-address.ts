import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Search } from './address.ts'

/** The page's state in its address. `set` changes some of it; a value of undefined takes the key out. */
export function useAddress(): [
  Search,
  (change: { [key: string]: string | undefined }, how?: { replace?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const set = useCallback(
    (change: { [key: string]: string | undefined }, how?: { replace?: boolean }) => {
      void navigate({
        to: '.',
        search: (old: Search) =>
          Object.fromEntries(
            Object.entries({ ...old, ...change }).filter(([, v]) => v !== undefined && v !== ''),
          ) as never,
        replace: how?.replace ?? false,
      } as never)
    },
    [navigate],
  )
  return [search, set]
}
