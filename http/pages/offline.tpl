<h1>{{t:offline.title}}</h1>
<p>{{t:offline.detail}}</p>
<p>
  {{>parts/retry}}
</p>
<section aria-labelledby="kept">
  <h2 id="kept">{{t:offline.kept}}</h2>
  <palabre-kept-pages><p class="quiet">{{t:offline.nothing_kept}}</p></palabre-kept-pages>
</section>
