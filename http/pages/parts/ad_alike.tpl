<section aria-labelledby="alike">
  <h2 id="alike">{{t:ads.alike}}</h2>
  {{#viewer.may.withdraw}}
  <p>{{t:ads.alike_means}}</p>
  {{/viewer.may.withdraw}}
  <ul class="rows">
  {{#alike}}
  <li class="row"><h3><a href="{{address}}">{{title}}</a></h3><p class="quiet">{{where}}</p></li>
  {{/alike}}
  </ul>
</section>
