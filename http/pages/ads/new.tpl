<h1>{{t:ads.publish}}</h1>
<p>{{t:ads.which}}</p>
{{#kinds}}
<section>
  <h2>{{>parts/ad_kind}}</h2>
  <ul class="places">
    <li><a href="/c/{{community.slug}}/ads/new/{{kind}}/person">{{t:ads.as_person}}</a></li>
    <li><a href="/c/{{community.slug}}/ads/new/{{kind}}/structure">{{t:ads.as_structure}}</a></li>
  </ul>
</section>
{{/kinds}}
