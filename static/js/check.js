// The QR code of a receipt carries number and code behind the hash sign, which browsers never send: fill the form with them.
const found = /^#(?:([A-Z]{1,2})-)?(\d+)-(\d{4})\.([0-9A-Za-z]+)$/.exec(location.hash);
if (found) {
  document.getElementById("number").value = `${found[1] ? `${found[1]} ` : ""}${found[2]}/${found[3]}`;
  document.getElementById("code").value = found[4];
  history.replaceState(null, "", location.pathname);
}
