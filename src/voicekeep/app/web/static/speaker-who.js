// Who counts at a shared speaker: what the hub says, and never what this page remembers. A choice is a wish until the hub
// has said that it is so; one who was named here is not named again by a page that comes back.
const GUEST = "guest";
const NOBODY = "nobody";

export class Who {
  // `where`: the fieldset, what holds the choices, and the sentence. `chosen` is told what somebody chooses.
  constructor(where, words, chosen) {
    this.where = where;
    this.words = words;
    this.chosen = chosen;
    this.names = new Map();
    this.known = "";
    this.counts = NOBODY;   // what was said last: by the hub, or by a hand here since
    this.guestHere = false; // the last hand here chose the guest
    this.away = true;       // nobody says who counts
  }

  // Take in what the hub says. Only a guest who was one is chosen again where it has forgotten that: it keeps less.
  told({ shared, members, who }) {
    const again = this.away && this.guestHere && this.counts === GUEST && who !== GUEST;
    this.away = false;
    this.where.fieldset.hidden = !shared;
    this.where.fieldset.disabled = false;
    if (this.known !== JSON.stringify(members)) {
      this.known = JSON.stringify(members);
      this.names = new Map(members.map(({ member, name }) => [member, name]));
      const others = [[GUEST, this.words.guest], [NOBODY, this.words.nobody]];
      this.where.choices.replaceChildren(...[...this.names, ...others].map(([value, name]) => this.choice(value, name)));
    }
    this.draw(who);
    if (shared && again) this.take(GUEST);
  }

  // Nobody is there who could say it: nothing is shown as chosen, and nothing can be.
  lost() {
    this.away = true;
    this.where.fieldset.disabled = true;
    for (const input of this.inputs()) input.checked = false;
    this.where.sentence.textContent = "";
  }

  draw(who) {
    this.counts = who;
    for (const input of this.inputs()) input.checked = input.value === who;
    const sentence = this.sentence(who);
    if (this.where.sentence.textContent !== sentence) this.where.sentence.textContent = sentence;
  }

  sentence(who) {
    if (who === GUEST) return this.words.keptOfGuest;
    if (who === NOBODY) return this.words.keptOfNobody;
    if (!this.names.has(who)) return this.words.keptOfAnother;
    return this.words.keptOfMember.replaceAll("{name}", () => `\u2068${this.names.get(who)}\u2069`);
  }

  take(value) {
    this.guestHere = value === GUEST;
    this.counts = value;
    this.chosen(value);
  }

  inputs() {
    return this.where.choices.querySelectorAll("input");
  }

  choice(value, name) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    const text = document.createElement("span");
    label.className = "choice";
    Object.assign(input, { type: "radio", name: "who", value });
    input.addEventListener("change", () => this.take(value));
    text.textContent = name;
    label.append(input, text);
    return label;
  }
}
