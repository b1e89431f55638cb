import { Link } from '@tanstack/react-router'
import { Result } from 'antd'
import { useWords } from '../../kit/desk/words.tsx'

export function NotFound() {
  const { t } = useWords()
  return (
    <main>
      <Result
        status="404"
        title={<h1 className="result-title">{t('没有这个页面', 'No such page')}</h1>}
        subTitle={t('地址可能抄错了一位，或这一页已经改名。', 'The address may be mistyped, or the page was renamed.')}
        extra={<Link to="/">{t('回到我的待办', 'Back to my work')}</Link>}
      />
    </main>
  )
}
