{{! Seen after 200 ms. }}
<p class="loading" role="status">{{t:layout.loading}}</p>
