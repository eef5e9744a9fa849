{{! As scripts set it below a page. }}
<p class="state" role="status">{{t:script.offline}}</p>
