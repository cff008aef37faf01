// <copy-button data-from="id">: copies the text of an element, and says so.

class CopyButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const source = document.getElementById(this.dataset.from);
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = this.dataset.done;
    });
  }
}

customElements.define("copy-button", CopyButton);
