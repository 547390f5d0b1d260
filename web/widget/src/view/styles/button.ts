/** What the loader's button needs only when there is a panel. */
export const BUTTON = `
.launcher .turned { transform: rotate(90deg); }
.launcher[aria-expanded=true] > :not(.turned), .launcher[aria-expanded=false] .turned { display: none; }
.badge {
  position: absolute;
  top: -4px;
  right: -4px;
  box-sizing: border-box;
  min-width: 22px;
  padding: 0 6px;
  border: 2px solid #fff;
  border-radius: 11px;
  background: #b3261e;
  color: #fff;
  font: 600 12px/18px system-ui, sans-serif;
  text-align: center;
}
.badge:empty { display: none; }
`;
