<nav class="sorts" aria-labelledby="sorted-by">
  <span id="sorted-by">{{t:forum.sorted_by}}</span>
  <ul>
    {{>parts/sort sort=activity}}
    {{>parts/sort sort=newest}}
    {{>parts/sort sort=unanswered}}
  </ul>
</nav>
<p class="quiet">{{#page.sort=activity}}{{t:forum.sort_says.activity}}{{/page.sort=activity}}{{#page.sort=newest}}{{t:forum.sort_says.newest}}{{/page.sort=newest}}{{#page.sort=unanswered}}{{t:forum.sort_says.unanswered}}{{/page.sort=unanswered}}</p>
