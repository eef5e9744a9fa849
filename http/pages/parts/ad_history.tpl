<details>
  <summary class="act">{{t:ads.history}}</summary>
  <ol class="rows">
    {{#history}}
    <li class="row"><p class="quiet">{{time:created}} · {{#what=written}}{{t:ads.step.written}}{{/what=written}}{{#what=approved}}{{t:ads.step.approved}}{{/what=approved}}{{#what=refused}}{{t:ads.step.refused}}{{/what=refused}}{{#what=renewed}}{{t:ads.step.renewed}}{{/what=renewed}}{{#what=filled}}{{t:ads.step.filled}}{{/what=filled}}{{#what=withdrawn}}{{t:ads.step.withdrawn}}{{/what=withdrawn}}{{#what=removed}}{{t:ads.step.removed}}{{/what=removed}}{{#what=expiring}}{{t:ads.step.expiring}}{{/what=expiring}}{{#what=expired}}{{t:ads.step.expired}}{{/what=expired}}{{#members[by]}} · {{>parts/who}}{{/members[by]}}</p></li>
    {{/history}}
  </ol>
</details>
