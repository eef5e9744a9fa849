{{! Stands beside the name, which is what is heard. }}
<span class="avatar" aria-hidden="true">{{initials:name}}</span>
