{{! After an act that can be taken back: `to` is the path of the address in the document. }}
<form class="toast" method="post" action="{{$(to)}}">
  {{>parts/csrf}}
  <span role="status">{{t:$(says)}}</span>
  <button class="act">{{t:layout.undo}}</button>
</form>
