(function () {
  "use strict";
  var form = document.querySelector("form.filter");
  if (!form) { return; }
  form.hidden = false;
  var cards = Array.prototype.slice.call(document.querySelectorAll("article.claim"));
  var told = form.querySelector("output");
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
  form.addEventListener("change", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  function reveal() {
    var target = document.getElementById(location.hash.slice(1));
    var card = target && target.closest("article.claim");
    if (card && card.hidden) {
      form.reset();
      filter();
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", reveal);
})();
