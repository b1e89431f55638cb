import {
  ApartmentOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  BookOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  FormOutlined,
  HomeOutlined,
  ImportOutlined,
  SafetyCertificateOutlined,
  SolutionOutlined,
  TeamOutlined,
  TrophyOutlined,
  UserOutlined,
  UserSwitchOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'

/** Names that manifests may use. */
const ICONS: { readonly [name: string]: ReactNode } = {
  home: <HomeOutlined />,
  people: <TeamOutlined />,
  person: <UserOutlined />,
  organisation: <BankOutlined />,
  list: <ApartmentOutlined />,
  form: <FormOutlined />,
  case: <SolutionOutlined />,
  book: <BookOutlined />,
  certificate: <SafetyCertificateOutlined />,
  class: <AuditOutlined />,
  enrolment: <FileProtectOutlined />,
  trophy: <TrophyOutlined />,
  carrier: <ApartmentOutlined />,
  chart: <BarChartOutlined />,
  letter: <FileTextOutlined />,
  import: <ImportOutlined />,
  accounts: <UserSwitchOutlined />,
}
export const icon = (name: string | undefined): ReactNode => (name ? (ICONS[name] ?? null) : null)
