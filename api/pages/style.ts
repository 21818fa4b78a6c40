import { createHash } from 'node:crypto';

/** Fits 320 px, both colour schemes and large text; nothing in it is fetched. */
export const STYLE = `:root{color-scheme:light dark;--ink:#14213d;--soft:#52607a;--back:#eef2f7;--card:#fff;--line:#d5dce8;--act:#0b5cad;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#eef2f7;--soft:#aab6cb;--back:#0d1524;--card:#172238;--line:#33415e;--act:#8ec5ff;--on:#0d1524}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;gap:1rem;padding:1.5rem 1rem;background:var(--back);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:26rem;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;overflow-wrap:anywhere}
h1{margin:0;font-size:1.15rem;line-height:1.35;font-weight:600}
p{margin:.5rem 0 0}
.amount{margin-top:.75rem;font-size:2rem;line-height:1.2;font-weight:700}
.soft{color:var(--soft)}
.state{margin-top:1.25rem;padding-top:1.25rem;border-top:1px solid var(--line)}
h2{margin:0;font-size:1.05rem}
.alone{margin:0;padding:0;border:0}
button,.button{display:block;width:100%;min-height:3rem;margin-top:1.25rem;padding:.75rem 1rem;border:1px solid var(--act);border-radius:.75rem;background:var(--act);color:var(--on);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.second{margin-top:.75rem;background:transparent;color:var(--act)}
:focus-visible{outline:3px solid var(--act);outline-offset:3px}
nav ul{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem .5rem;margin:0;padding:0;list-style:none}
nav a{display:block;padding:.6rem .5rem;color:var(--soft)}
nav a[aria-current]{color:var(--ink);font-weight:600;text-decoration:none}`;

/** The one style sheet that the page's policy allows. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
