import { Flex, Typography } from 'antd'
import { type ReactNode, useEffect } from 'react'

/** Title, what it is, and the main act at the right; the title is also that of the window. */
export function Page({
  title,
  note,
  extra,
  tags,
  children,
}: {
  title: string
  note?: ReactNode
  extra?: ReactNode
  tags?: ReactNode
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} – 匠册`
  }, [title])
  return (
    <>
      <Flex justify="space-between" align="start" gap={16} wrap className="page-head">
        <div>
          <Flex gap={8} align="center" wrap>
            <Typography.Title level={1}>{title}</Typography.Title>
            {tags}
          </Flex>
          {note ? <div className="page-note">{note}</div> : null}
        </div>
        {extra ? (
          <Flex gap={8} wrap>
            {extra}
          </Flex>
        ) : null}
      </Flex>
      {children}
    </>
  )
}

export const Panel = ({
  title,
  extra,
  children,
  className,
}: {
  title?: ReactNode
  extra?: ReactNode
  children: ReactNode
  className?: string
}) => (
  <section className={`panel ${className ?? ''}`}>
    {title ? (
      <Flex justify="space-between" align="center" className="panel-head">
        <h2>{title}</h2>
        {extra}
      </Flex>
    ) : null}
    {children}
  </section>
)
