(function () {
  "use strict";
  var cards = Array.prototype.slice.call(document.querySelectorAll("article.claim"));
  var form = document.querySelector("form.filter");
  var told = form.querySelector("output");
  var button = form.querySelector("button");
  function holds(card, name, wanted) {
    return !wanted || (card.getAttribute("data-" + name) || "").split(" ").indexOf(wanted) >= 0;
  }
  function value(name) { return form.elements[name] ? form.elements[name].value : ""; }
  function filter() {
    var shown = 0;
    cards.forEach(function (card) {
      var fits = holds(card, "status", value("status")) && holds(card, "sources", value("source")) &&
        holds(card, "flags", value("flag"));
      card.hidden = !fits;
      if (fits) { shown += 1; }
    });
    told.textContent = shown === cards.length ? shown + (shown === 1 ? " claim" : " claims") :
      shown + " of " + cards.length + " claims";
  }
  function fold(open) {
    cards.forEach(function (card) { card.querySelector("details").open = open; });
    button.textContent = open ? "Fold all" : "Open all";
  }
  /* What a link leads to is shown: not filtered out, and not folded away where the browser leaves it so. */
  function reveal() {
    var target = document.getElementById(location.hash.slice(1));
    var card = target && target.closest("article.claim");
    if (card && card.hidden) {
      form.reset();
      filter();
    }
    for (var around = target; around; around = around.parentElement) {
      if (around.tagName === "DETAILS") { around.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }
  form.hidden = false;
  form.addEventListener("change", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  button.addEventListener("click", function () { fold(button.textContent === "Open all"); });
  window.addEventListener("hashchange", reveal);
  reveal();
})();
