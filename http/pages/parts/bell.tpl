{{#viewer.bell}}
<a class="bell" id="bell" href="/c/{{community.slug}}/notices">{{#more}}{{t:notices.bell_more count=count}}{{/more}}{{^more}}{{t:notices.bell count=count}}{{/more}}</a>
{{/viewer.bell}}
