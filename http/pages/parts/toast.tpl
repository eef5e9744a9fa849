{{! After an act: what was done. }}
<p class="toast" role="status"><span>{{t:$(says)}}</span></p>
