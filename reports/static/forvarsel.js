// Sorting, filtering, looking up, and charts that answer the pointer. Nothing is computed here: the
// answers of the look-up are the engine's. Without this file every page still says everything.
(function () {
  "use strict";

  function numberOf(row, key) {
    var text = row.dataset[key];
    return text === "" || text === undefined ? null : Number(text);
  }

  function sortable() {
    var table = document.getElementById("areas");
    if (!table) { return; }
    var body = table.tBodies[0];
    var first = Array.prototype.slice.call(body.rows);
    first.forEach(function (row, index) { row.dataset.first = String(index); });
    table.querySelectorAll("thead th").forEach(function (head) {
      var button = document.createElement("button");
      var words = head.querySelector("span");
      button.type = "button";
      var label = words.textContent;
      var arrow = document.createElement("span");
      arrow.setAttribute("aria-hidden", "true");
      button.append(label + " ", arrow);
      words.replaceWith(button);
      function mark() {
        var state = head.getAttribute("aria-sort");
        arrow.textContent = state === "ascending" ? "↑" : state === "descending" ? "↓" : "";
      }
      mark();
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "descending";
        var start = head.dataset.key === "name" ? "ascending" : "descending";
        var direction = head.hasAttribute("aria-sort") ? (down ? "ascending" : "descending") : start;
        table.querySelectorAll("thead th").forEach(function (other) {
          other.removeAttribute("aria-sort");
          var its = other.querySelector("button span");
          if (its) { its.textContent = ""; }
        });
        head.setAttribute("aria-sort", direction);
        mark();
        order(body, head.dataset.key, direction);
      });
    });
  }

  function order(body, key, direction) {
    var sign = direction === "ascending" ? 1 : -1;
    var rows = Array.prototype.slice.call(body.rows);
    var language = document.documentElement.lang;
    rows.sort(function (a, b) {
      var difference;
      if (key === "name") {
        difference = a.dataset.name.localeCompare(b.dataset.name, language) * sign;
      } else {
        var one = numberOf(a, key), other = numberOf(b, key);
        if (one === null || other === null) {
          difference = (one === null ? 1 : 0) - (other === null ? 1 : 0);
        } else {
          difference = (one - other) * sign;
        }
      }
      return difference || Number(a.dataset.first) - Number(b.dataset.first);
    });
    rows.forEach(function (row) { body.append(row); });
  }

  function filterable() {
    var tools = document.getElementById("tools");
    if (!tools) { return; }
    tools.hidden = false;
    var find = document.getElementById("find");
    var status = document.getElementById("by-status");
    var local = document.getElementById("by-local");
    var shown = document.getElementById("shown");
    var rows = Array.prototype.slice.call(document.querySelectorAll("#areas tbody tr"));
    function apply() {
      var wanted = find.value.trim().toLocaleLowerCase();
      var count = 0;
      rows.forEach(function (row) {
        var hit = row.dataset.name.toLocaleLowerCase().indexOf(wanted) >= 0 &&
          (!status.value || row.dataset.status === status.value) &&
          (!local || !local.value || row.dataset.local === local.value);
        row.hidden = !hit;
        row.style.display = hit ? "" : "none";
        count += hit ? 1 : 0;
      });
      shown.textContent = shown.dataset.text.replace("#shown", count).replace("#all", rows.length);
    }
    tools.addEventListener("submit", function (event) { event.preventDefault(); });
    tools.addEventListener("input", apply);
    tools.addEventListener("change", apply);
    apply();
  }

  function whatif() {
    var panel = document.getElementById("whatif");
    if (!panel) { return; }
    var data = JSON.parse(document.getElementById("whatif-data").textContent);
    var after = panel.querySelector("[data-after]");
    var interval = panel.querySelector("[data-interval]");
    var bar = panel.querySelectorAll("[data-bar=after] rect")[1];
    panel.addEventListener("change", function (event) {
      var chosen = event.target;
      panel.querySelectorAll("input").forEach(function (input) {
        if (input.dataset.lever !== chosen.dataset.lever) { input.checked = input.value === "0"; }
      });
      var answer = data.answers.find(function (one) {
        return one.lever === chosen.dataset.lever && String(one.amount) === chosen.value;
      }) || data.before;
      after.textContent = answer.text + " " + answer.word;
      interval.textContent = chosen.value === "0" ? "" : answer.interval || "";
      bar.setAttribute("width", String(120 * Math.min(1, answer.share)));
    });
  }

  function charts() {
    var holder = document.getElementById("chart-data");
    if (!holder || !window.vegaEmbed || !window.forvarselCharts) { return; }
    var data = JSON.parse(holder.textContent);
    document.querySelectorAll(".chart").forEach(function (chart) {
      var kind = chart.dataset.kind;
      var rows = data[kind][Number(chart.dataset.index)];
      var spec = JSON.parse(JSON.stringify(window.forvarselCharts[kind]));
      spec.datasets = { rows: rows };
      var place = document.createElement("div");
      place.style.display = "none";
      chart.append(place);
      var options = { renderer: "svg", actions: false, ast: false, tooltip: { theme: "custom", formatTooltip: tip } };
      window.vegaEmbed(place, spec, options).then(function (result) {
        var drawn = place.querySelector("svg");
        drawn.setAttribute("viewBox", "0 0 " + drawn.getAttribute("width") + " " + drawn.getAttribute("height"));
        drawn.removeAttribute("width");
        drawn.removeAttribute("height");
        drawn.setAttribute("aria-hidden", "true");
        drawn.setAttribute("focusable", "false");
        chart.querySelector(":scope > svg").remove();
        place.style.display = "";
        chart.dataset.live = "yes";
        return result;
      });
    });

    function tip(value, sanitize) {
      var words = data.words;
      return Object.keys(value).filter(function (key) {
        return value[key] !== "" && value[key] !== null && value[key] !== "undefined";
      }).map(function (key) {
        return "<div>" + sanitize((words[key] ? words[key] + " " : "") + value[key]) + "</div>";
      }).join("");
    }
  }

  sortable();
  filterable();
  whatif();
  charts();
}());
