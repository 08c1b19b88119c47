/** The host that all end-to-end tests share. */
import { staticHost } from './static-host.ts';

staticHost().listen(Number(process.env.E2E_PORT), 'localhost');
