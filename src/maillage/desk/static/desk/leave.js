/** After a sign-out, on the sign-in page: what this browser kept of people is emptied. */

import { wipeAll } from "./kept.js";

wipeAll();
