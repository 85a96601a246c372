// Passkeys: a form whose button asks the browser for one and sends what it answers. Without a script, or in a browser
// that knows none, the form stays hidden and the other ways in are there.
(() => {
  "use strict";

  const optionsOf = (form) => JSON.parse(document.getElementById(form.dataset.options).textContent);

  const asked = {
    async create(form) {
      const options = optionsOf(form).creation_options;
      const alone = form.querySelector("[name=passwordless]")?.checked ?? false;
      const wish = options.publicKey.authenticatorSelection;
      wish.residentKey = alone ? "required" : "discouraged";
      wish.requireResidentKey = alone;
      if (alone) wish.userVerification = "required";
      return window.webauthnJSON.create(options);
    },
    async get(form) {
      return window.webauthnJSON.get(optionsOf(form).request_options);
    },
    async "sign-in"(form) {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      return window.webauthnJSON.get((await answer.json()).request_options);
    },
  };

  document.addEventListener("DOMContentLoaded", () => {
    const known = Boolean(window.PublicKeyCredential && window.webauthnJSON);
    document.querySelectorAll("[data-passkey-unknown]").forEach((words) => { words.hidden = known; });
    if (!known) return;
    document.querySelectorAll("form[data-passkey]").forEach((form) => {
      const button = form.querySelector("button[type=button]");
      const failed = form.querySelector("[role=alert]");
      form.hidden = false;
      form.addEventListener("submit", (event) => { event.preventDefault(); button.click(); });
      button.addEventListener("click", async () => {
        failed.textContent = "";
        button.disabled = true;
        try {
          form.elements.credential.value = JSON.stringify(await asked[form.dataset.passkey](form));
          form.submit();
        } catch {
          failed.textContent = form.dataset.failed;
          button.disabled = false;
          button.focus();
        }
      });
    });
  });
})();
