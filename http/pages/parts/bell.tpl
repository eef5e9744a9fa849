{{! On a phone the short form stands, and the other is heard: the heading stays one line. }}
{{#viewer.bell}}
<a class="bell" id="bell" href="/c/{{community.slug}}/notices"><span class="short" aria-hidden="true">{{#more}}{{t:notices.bell_short_more count=count}}{{/more}}{{^more}}{{t:notices.bell_short count=count}}{{/more}}</span><span class="full">{{#more}}{{t:notices.bell_more count=count}}{{/more}}{{^more}}{{t:notices.bell count=count}}{{/more}}</span></a>
{{/viewer.bell}}
