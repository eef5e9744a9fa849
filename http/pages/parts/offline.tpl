<p class="offline" role="status">{{t:layout.offline}}</p>
