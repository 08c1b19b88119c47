import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { qrCodeOf } from '../../share/qr-code.ts';
import classes from './LinkParts.module.css';

/** Shows the link as a QR code, on request, for phones of people who see this screen. */
export function QrPart({ link }: { readonly link: string }) {
  const { t } = useTranslation();
  return (
    <details className={classes.part}>
      <summary>{t('share.qr.show')}</summary>
      <Code link={link} />
    </details>
  );
}

/** Dark on white in both themes, because cameras expect that. */
function Code({ link }: { readonly link: string }) {
  const { t } = useTranslation();
  const code = useMemo(() => qrCodeOf(link), [link]);
  if (!code) return <p className={classes.about}>{t('share.qr.tooLong')}</p>;
  return (
    <svg
      className={classes.code}
      role="img"
      aria-label={t('share.qr.label')}
      viewBox={`0 0 ${code.side} ${code.side}`}
      shapeRendering="crispEdges"
    >
      <rect width={code.side} height={code.side} fill="#fff" />
      <path d={code.path} fill="#000" />
    </svg>
  );
}
