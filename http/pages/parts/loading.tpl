{{! As scripts set it below a page, after 200 ms. }}
<p class="state" role="status">{{t:script.loading}}</p>
